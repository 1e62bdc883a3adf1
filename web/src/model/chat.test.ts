import { beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { writeKeep } from "../platform/keep";
import type { Chat } from "../protocol";
import { leaveChat, openChat } from "./chat";
import { chats, isUnread, readChats } from "./direct";
import { startSession } from "./session";

const NOUR: Chat = {
  room: "room-nour",
  me: "me-there",
  who: "nour-there",
  name: "Nour",
  head: 2,
  read: 0,
  dies_at: 9_000,
  open: true,
};
const said = (seq: number, text: string) => ({
  seq,
  kind: "said",
  at: seq,
  who: "nour-there",
  name: "Nour",
  text,
  detail: null,
  client_id: null,
});

let server: FakeServer;

beforeEach(async () => {
  vi.stubGlobal("WebSocket", undefined);
  server = new FakeServer();
  server.answers["direct.mine"] = () => ({ body: { chats: [NOUR] } });
  server.answers["direct.leave"] = () => ({ body: { chats: [] } });
  server.answers["room.read"] = () => ({ body: { seq: 2 } });
  server.answers["room.sync"] = () => ({
    body: { entries: [said(1, "bonjour"), said(2, "tu vas bien ?")], head: 2 },
  });
  await writeKeep({ device: "device-secret" });
  await startSession();
  await readChats();
});

const texts = (open: ReturnType<typeof openChat>) =>
  (open.logs.value.direct?.entries ?? []).map((entry) => entry.text);

describe("an open chat", () => {
  it("asks for what was said, and is read once shown", async () => {
    const open = openChat("room-nour");
    await vi.waitFor(() => expect(texts(open)).toEqual(["bonjour", "tu vas bien ?"]));
    open.markRead("direct");
    expect(server.of("room.read").map((one) => one.body.seq)).toEqual([2]);
    expect(chats.value.map(isUnread)).toEqual([false]);
    open.close();
  });

  it("keeps nothing on the page once it was left", async () => {
    const open = openChat("room-nour");
    await vi.waitFor(() => expect(texts(open)).toHaveLength(2));
    await leaveChat(NOUR);
    expect(texts(open)).toEqual([]);
    open.close();
  });

  it("keeps nothing either when the other has left", async () => {
    const open = openChat("room-nour");
    await vi.waitFor(() => expect(texts(open)).toHaveLength(2));
    server.answers["direct.mine"] = () => ({ body: { chats: [] } });
    await readChats();
    expect(texts(open)).toEqual([]);
    open.close();
  });
});
