import { afterEach, expect, test, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { socket } from "../net/socket";
import * as keep from "../platform/keep";
import { chats } from "./direct";
import { past } from "./past";
import { startModel } from "./start";

afterEach(() => vi.restoreAllMocks());

test("a socket that is there before the disk has answered brings her chats and past alerts all the same", async () => {
  const server = new FakeServer();
  server.answers["direct.mine"] = () => ({ body: { chats: [{ room: "room-nour" }] } });
  server.answers["alert.past"] = () => ({ body: { alerts: [{ alert: "past" }] } });
  await keep.writeKeep({ device: "secret" });
  vi.spyOn(socket, "connect").mockImplementation(() => {
    for (const hear of socket.listeners("connect")) hear();
    return socket;
  });
  await startModel();
  await vi.waitFor(() => expect([chats.value.length, past.value.length]).toEqual([1, 1]));
});
