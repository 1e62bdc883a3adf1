import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { call } from "./client";
import { FakeServer } from "./fakeServer";
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
