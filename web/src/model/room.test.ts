import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { state } from "../net/client";
import { FakeServer, refusal } from "../net/fakeServer";
import { socket } from "../net/socket";
import type { Entry, RoomView } from "../protocol";
import { eraseWords } from "./erasing";
import { openRoom, type Room } from "./room";

const ADA = { who: "ada", name: "Ada", side: "caller", state: null, phone: null, fix: null };
const VIEW = {
  alert: "alert-one",
  room: "room-one",
  side: "caller",
  me: "ada",
  state: "running",
  caller: ADA,
  people: [],
  channels: [{ channel: "her", seq: 2 }],
} as unknown as RoomView;

const entry = (seq: number, kind: Entry["kind"], who: string, text: string | null): Entry => ({
  seq,
  kind,
  at: seq,
  who,
  name: who,
  text,
  detail: null,
  client_id: null,
});

let server: FakeServer;
let room: Room;
let said: Entry[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  said = [entry(1, "said", "ada", "mine"), entry(2, "said", "bea", "hers")];
  server = new FakeServer();
  server.answers["alert.open"] = () => ({
    body: { ...VIEW, channels: [{ channel: "her", seq: said.length }] },
  });
  server.answers["room.erase"] = () => ({ body: { entries: 1 } });
  server.answers["room.sync"] = ({ after }) => ({
    body: { entries: said.slice(Number(after)), head: said.length },
  });
  state.value = "live";
  room = openRoom("alert-one");
  await vi.advanceTimersByTimeAsync(10);
});

afterEach(() => {
  room.close();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const words = () => (room.logs.value.her?.entries ?? []).map((one) => one.text);

describe("an open room", () => {
  it("asks for what the server says no hint brought", async () => {
    said = [...said, entry(3, "said", "bea", "lost")];
    const event = { room: "room-one", channel: "her", seq: 3 };
    for (const hear of socket.listeners("room.head")) hear(event);
    await vi.advanceTimersByTimeAsync(0);
    expect(words()).toEqual(["mine", "hers", "lost"]);
  });

  it("asks nothing when it has heard as much", async () => {
    const before = server.of("room.sync").length;
    for (const seq of [1, 2]) {
      const event = { room: "room-one", channel: "her", seq };
      for (const hear of socket.listeners("room.head")) hear(event);
    }
    const elsewhere = { room: "room-two", channel: "her", seq: 9 };
    for (const hear of socket.listeners("room.head")) hear(elsewhere);
    await vi.advanceTimersByTimeAsync(0);
    expect(server.of("room.sync").length).toBe(before);
  });

  it("looks again by itself, should even that be lost", async () => {
    said = [...said, entry(3, "said", "bea", "lost")];
    await vi.advanceTimersByTimeAsync(60_100);
    expect(words()).toEqual(["mine", "hers", "lost"]);
  });

  it("asks again when a busy server has time for it", async () => {
    said = [...said, entry(3, "said", "bea", "missed")];
    const answers = server.answers["room.sync"];
    server.answers["room.sync"] = () => refusal("try_again", 1_000);
    for (const hear of socket.listeners("connect")) hear();
    await vi.advanceTimersByTimeAsync(0);
    expect(words()).toEqual(["mine", "hers"]);
    if (answers) server.answers["room.sync"] = answers;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(words()).toEqual(["mine", "hers", "missed"]);
  });

  it("asks one question at a time, however often it is refused, and none once closed", async () => {
    server.answers["room.sync"] = () => refusal("try_again", 1_000);
    for (let seq = 3; seq < 23; seq += 1) {
      const event = { room: "room-one", channel: "her", seq };
      for (const hear of socket.listeners("room.head")) hear(event);
      await vi.advanceTimersByTimeAsync(10);
    }
    const before = server.of("room.sync").length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.of("room.sync").length - before).toBeLessThanOrEqual(10);
    room.close();
    const asked = server.of("room.sync").length;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.of("room.sync").length).toBe(asked);
  });

  it("drops its owner's words the moment she erased them", async () => {
    await eraseWords("room-one");
    expect(words()).toEqual([null, "hers"]);
  });

  it("keeps them when another room's are erased", async () => {
    await eraseWords("room-two");
    expect(words()).toEqual(["mine", "hers"]);
  });

  it("drops the words of somebody else who erased hers", () => {
    const event = { room: "room-one", channel: "her", entry: entry(3, "erased", "bea", null) };
    for (const hear of socket.listeners("room.entry")) hear(event);
    expect(words()).toEqual(["mine", null, null]);
  });
});
