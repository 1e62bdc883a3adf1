import { describe, expect, it } from "vitest";
import type { Chat } from "../protocol";
import { channelsOf, sideOf } from "./channels";
import { isUnread, withHead, withRead } from "./direct";

const NOUR: Chat = {
  room: "room-nour",
  me: "me-there",
  who: "nour-there",
  name: "Nour",
  head: 3,
  read: 3,
  dies_at: 9_000,
  open: true,
};
const SAM: Chat = { ...NOUR, room: "room-sam", name: "Sam", head: 0, read: 0 };

describe("her chats", () => {
  it("have something new once somebody wrote, until she saw it", () => {
    const written = withHead([NOUR, SAM], "room-nour", 4);
    expect(written.map(isUnread)).toEqual([true, false]);
    expect(withRead(written, "room-nour", 4).map(isUnread)).toEqual([false, false]);
  });

  it("never go back, whatever hint comes late", () => {
    expect(withHead([NOUR], "room-nour", 2)).toEqual([NOUR]);
    expect(withRead([NOUR], "room-nour", 1)).toEqual([NOUR]);
  });

  it("are not stirred by other rooms", () => {
    expect(withHead([NOUR, SAM], "room-of-an-alert", 40)).toEqual([NOUR, SAM]);
  });

  it("have one channel, which is neither hers nor ours", () => {
    expect(sideOf("direct")).toBe("direct");
    const view = { channels: [{ channel: "direct" as const, seq: 3 }] };
    expect(channelsOf(view, "direct")).toEqual(["direct"]);
    expect([...channelsOf(view, "her"), ...channelsOf(view, "us")]).toEqual([]);
  });
});
