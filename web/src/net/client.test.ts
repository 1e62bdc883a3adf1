import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call, disconnect, hurry, onResync, reconnect, state } from "./client";
import { FakeServer, refusal } from "./fakeServer";
import { setSecrets } from "./secrets";
import { socket } from "./socket";

let server: FakeServer;
const overSocket = vi.fn(async () => ({ ok: {} }));

beforeEach(() => {
  server = new FakeServer();
  overSocket.mockClear();
  vi.spyOn(socket, "connected", "get").mockReturnValue(true);
  vi.spyOn(socket, "timeout").mockReturnValue({ emitWithAck: overSocket } as never);
});

afterEach(() => vi.restoreAllMocks());

test("while the socket lives a command goes over it", async () => {
  await call("alert.mine", {});
  expect([overSocket.mock.calls.length, server.asked.length]).toEqual([1, 0]);
});

test("a session opens and closes by HTTPS: a socket cannot touch its cookie", async () => {
  server.answers["session.open"] = () => ({ body: {} });
  server.answers["session.close"] = () => ({ body: {} });
  await call("session.open", { email: "ada@example.org", password: "secret" });
  await call("session.close", {});
  expect(server.asked.map((one) => one.command)).toEqual(["session.open", "session.close"]);
  expect(overSocket).not.toHaveBeenCalled();
});

test("a page that never had a socket goes on asking a busy server: nothing else reaches it", async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connected", "get").mockReturnValue(false);
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  setSecrets({ device: "device-secret" });
  server.answers["alert.current"] = () => refusal("try_again", 1_000);
  reconnect();
  await vi.advanceTimersByTimeAsync(2_100);
  const asked = server.asked.length;
  await vi.advanceTimersByTimeAsync(1_600);
  expect(server.asked.length).toBe(asked + 1);
  disconnect();
  vi.useRealTimers();
});

test("a socket that a busy server turned away tries again, and not after it was closed", async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connected", "get").mockReturnValue(false);
  vi.spyOn(socket, "active", "get").mockReturnValue(false);
  const tries = vi.spyOn(socket, "connect").mockReturnValue(socket);
  setSecrets({ device: "device-secret" });
  server.answers["alert.current"] = () => refusal("try_again", 1_000);
  reconnect();
  for (const hear of socket.listeners("connect_error")) hear(new Error("try_again"));
  await vi.advanceTimersByTimeAsync(6_100);
  expect(tries).toHaveBeenCalledTimes(2);
  for (const hear of socket.listeners("connect_error")) hear(new Error("try_again"));
  disconnect();
  await vi.advanceTimersByTimeAsync(6_100);
  expect(tries).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

test("a busy server is left alone while the socket is on its way", async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connected", "get").mockReturnValue(false);
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  setSecrets({ device: "device-secret" });
  const resynced = vi.fn();
  const leave = onResync(resynced);
  server.answers["alert.current"] = () => refusal("try_again", 1_000);
  for (const hear of socket.listeners("connect")) hear();
  resynced.mockClear();
  reconnect();
  await vi.advanceTimersByTimeAsync(2_100);
  expect([state.value, resynced.mock.calls.length]).toEqual(["polling", 0]);
  server.answers["alert.current"] = () => ({ body: { alert: null } });
  await vi.advanceTimersByTimeAsync(2_900);
  expect(resynced.mock.calls.length).toBe(0);
  await vi.advanceTimersByTimeAsync(3_200);
  expect(resynced).toHaveBeenCalled();
  leave();
  disconnect();
  vi.useRealTimers();
});

test("a socket that was lost is given a moment to come back before the page asks by HTTPS", async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connected", "get").mockReturnValue(false);
  server.answers["alert.current"] = () => ({ body: { alert: null } });
  for (const hear of socket.listeners("disconnect")) hear("transport close");
  await vi.advanceTimersByTimeAsync(3_900);
  expect(server.asked.length).toBe(0);
  await vi.advanceTimersByTimeAsync(4_200);
  expect([state.value, server.asked.length > 0]).toEqual(["polling", true]);
  disconnect();
  vi.useRealTimers();
});

test("with a room open it asks elsewhere soon", async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connected", "get").mockReturnValue(false);
  server.answers["alert.current"] = () => ({ body: { alert: null } });
  const calm = hurry();
  for (const hear of socket.listeners("disconnect")) hear("transport close");
  await vi.advanceTimersByTimeAsync(1_600);
  expect(server.asked.length).toBeGreaterThan(0);
  disconnect();
  calm();
  vi.useRealTimers();
});
