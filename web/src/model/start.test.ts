import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { socket } from "../net/socket";
import { alertRunning } from "../platform/hide";
import * as keep from "../platform/keep";
import { wipe } from "../platform/wipe";
import { pending } from "./press";
import { startModel } from "./start";

const clearWatch = vi.fn();
const watchPosition = vi.fn(() => 7);

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  const geolocation = { watchPosition, clearWatch };
  Object.defineProperty(navigator, "geolocation", { value: geolocation, configurable: true });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

test("a press found at the opening delays nothing, and a wipe drops it and its positions", async () => {
  const server = new FakeServer();
  const open = fetch;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    void open(url, init).catch(() => undefined);
    return new Promise(() => {});
  });
  await keep.writeKeep({ device: "secret", press: { id: "found", at: Date.now() } });
  const opening = startModel();
  pending.value = { id: "held at once", at: Date.now(), phase: "sending" };
  expect(alertRunning.value).toBe(true);
  pending.value = null;
  await opening;
  expect(server.of("alert.start")).toHaveLength(1);
  expect(alertRunning.value).toBe(true);
  expect(pending.value).toMatchObject({ id: "found" });
  expect(watchPosition).toHaveBeenCalledTimes(1);

  const wiped = wipe();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(clearWatch).toHaveBeenCalledWith(7);
  expect([alertRunning.value, pending.value]).toEqual([false, null]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(watchPosition).toHaveBeenCalledTimes(1);
  void wiped;
});
