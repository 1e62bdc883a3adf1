import { beforeEach, expect, test, vi } from "vitest";
import { setSecrets } from "../net/secrets";
import { alertRunning, hide } from "./hide";
import * as keep from "./keep";
import { CHANNEL, installWipe, onWipe, wipe } from "./wipe";

/** Everything that happens, in order, as the browser and the server would see it. */
let happened: string[] = [];

beforeEach(() => {
  happened = [];
  document.body.replaceChildren(document.createElement("main"));
  vi.restoreAllMocks();
  vi.spyOn(keep, "readKeep").mockImplementation(async () => {
    happened.push("read");
    return { device: "secret" };
  });
  vi.spyOn(keep, "eraseKeep").mockImplementation(async () => {
    happened.push("erase");
  });
  vi.stubGlobal("caches", {
    keys: async () => ["s-1"],
    delete: async (name: string) => happened.push(`cache ${name}`),
  });
});

function server(answer: () => Promise<Response>) {
  const told = vi.fn(async (_address: string, _request: RequestInit) => {
    happened.push("network");
    return answer();
  });
  vi.stubGlobal("fetch", told);
  return told;
}

const wiped = async () => Response.json({ sessions: 1, push_devices: 0, alert_goes_on: true });

test("everything here is erased before the network is touched", async () => {
  server(wiped);
  localStorage.setItem("a", "b");
  await wipe();
  expect(happened).toEqual(["read", "erase", "cache s-1", "network"]);
  expect(localStorage.length).toBe(0);
});

test("the server is told with the secret that is already gone from the disk", async () => {
  const told = server(wiped);
  await wipe();
  const [address, request] = told.mock.calls[0] ?? [];
  expect(address).toBe("/api/wipe");
  expect(request).toMatchObject({ method: "POST", keepalive: true });
  expect(request?.headers).toMatchObject({ "X-Veilleuse-Device": "secret" });
});

test("what the page held is gone from it, and the plain page says what remains", async () => {
  server(wiped);
  const forget = vi.fn(() => happened.push("forget"));
  const stop = onWipe(forget);
  document.body.textContent = "words of a room";
  await wipe();
  stop();
  expect(happened.indexOf("forget")).toBeLessThan(happened.indexOf("erase"));
  await vi.waitFor(() => expect(document.body.textContent).toMatch(/histor/i));
  expect(document.body.textContent).not.toContain("words of a room");
});

test("hiding leaves the wiped page, whatever alert ran in it", async () => {
  server(wiped);
  const leave = vi.spyOn(location, "replace").mockImplementation(() => {});
  alertRunning.value = true;
  await wipe();
  hide();
  alertRunning.value = false;
  expect(leave).toHaveBeenCalledWith("https://meteofrance.com/");
});

test("hiding it offline leaves nothing to see", async () => {
  server(wiped);
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const left = vi.spyOn(location, "replace").mockImplementation(() => {});
  await wipe();
  await vi.waitFor(() => expect(document.body.textContent).toMatch(/histor/i));
  hide();
  await vi.waitFor(() => expect(document.body.style.visibility).toBe(""));
  expect(document.body.childElementCount).toBe(0);
  expect(left).not.toHaveBeenCalled();
});

test("offline it erases all the same, and tells the server when the network returns", async () => {
  let reachable = false;
  const told = server(() => (reachable ? wiped() : Promise.reject(new TypeError("offline"))));
  await wipe();
  expect(happened.slice(0, 3)).toEqual(["read", "erase", "cache s-1"]);
  reachable = true;
  dispatchEvent(new Event("online"));
  await vi.waitFor(() => expect(told).toHaveBeenCalledTimes(2));
});

test("twice is fine: with no secret left, nobody is asked anything", async () => {
  const told = server(wiped);
  vi.spyOn(keep, "readKeep").mockResolvedValue({});
  await wipe();
  await wipe();
  expect(told).not.toHaveBeenCalled();
});

test("two presses at once are one wipe", async () => {
  const told = server(wiped);
  await Promise.all([wipe(), wipe()]);
  expect(told).toHaveBeenCalledTimes(1);
});

test("a tab that is told wipes itself, and neither asks the server nor tells the others back", async () => {
  const told = server(wiped);
  const others = new BroadcastChannel(CHANNEL);
  const echoes = vi.fn();
  others.onmessage = echoes;
  installWipe();
  others.postMessage("wiped");
  await vi.waitFor(() => expect(happened).toContain("erase"));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(told).not.toHaveBeenCalled();
  expect(echoes).not.toHaveBeenCalled();
  others.close();
});

test("a push service that cannot be reached delays, and hides nothing", async () => {
  vi.useFakeTimers();
  server(wiped);
  const registration = {
    getNotifications: async () => [],
    pushManager: { getSubscription: async () => ({ unsubscribe: () => new Promise(() => {}) }) },
    unregister: vi.fn(async () => happened.push("unregister")),
  };
  vi.stubGlobal("navigator", {
    ...navigator,
    serviceWorker: { getRegistrations: async () => [registration] },
  });
  const done = wipe();
  await vi.advanceTimersByTimeAsync(2_000);
  await done;
  vi.useRealTimers();
  vi.unstubAllGlobals();
  expect(happened.slice(-2)).toEqual(["unregister", "network"]);
  await vi.waitFor(() =>
    expect(document.body.textContent).toMatch(/erased from this device|effac/),
  );
});

test("a disk that does not let itself be read is erased without waiting for it", async () => {
  vi.useFakeTimers();
  const told = server(wiped);
  vi.spyOn(keep, "readKeep").mockReturnValue(new Promise(() => {}));
  const done = wipe();
  await vi.advanceTimersByTimeAsync(600);
  expect(happened).toContain("erase");
  await vi.advanceTimersByTimeAsync(6_000);
  await done;
  vi.useRealTimers();
  expect(told).not.toHaveBeenCalled();
});

test("what only the memory of the page knows is told too", async () => {
  const told = server(wiped);
  setSecrets({ device: "not on the disk" });
  await wipe();
  setSecrets({});
  expect(told.mock.calls[0]?.[1].headers).toMatchObject({
    "X-Veilleuse-Device": "not on the disk",
  });
});
