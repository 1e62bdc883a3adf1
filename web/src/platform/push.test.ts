import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { writeKeep } from "./keep";
import { announce } from "./push";

const KEY = Uint8Array.from([4, 5, 6]);
const SUBSCRIPTION = {
  options: { applicationServerKey: KEY.buffer },
  toJSON: () => ({ endpoint: "https://push.example/1", keys: { p256dh: "p", auth: "a" } }),
};
let server: FakeServer;

function browserWith(subscription: typeof SUBSCRIPTION | null): void {
  const registration = { pushManager: { getSubscription: async () => subscription } };
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("navigator", {
    ...navigator,
    onLine: true,
    serviceWorker: { getRegistration: async () => registration, ready: registration },
  });
}

beforeEach(() => {
  server = new FakeServer();
  server.answers["push.key"] = () => ({ body: { key: btoa(String.fromCharCode(...KEY)) } });
  server.answers["push.subscribe"] = () => ({ body: { devices: 1 } });
});

afterEach(async () => {
  vi.unstubAllGlobals();
  await writeKeep({ shared: undefined });
});

describe("at a sign-in", () => {
  it("a browser that can be woken says so again", async () => {
    browserWith(SUBSCRIPTION);
    await announce();
    expect(server.of("push.subscribe").map((one) => one.body)).toEqual([
      { endpoint: "https://push.example/1", p256dh: "p", auth: "a" },
    ]);
  });

  it("one that never was subscribed asks for nothing", async () => {
    browserWith(null);
    await announce();
    expect(server.asked).toEqual([]);
  });

  it("a shared device is never woken", async () => {
    browserWith(SUBSCRIPTION);
    await writeKeep({ shared: true });
    await announce();
    expect(server.asked).toEqual([]);
  });
});
