import { describe, expect, it } from "vitest";
import type { Entry } from "../../protocol";
import { AWA, DESK, LINA, NORA, SOFIA_TALK } from "./people";
import {
  alarmsOf,
  freshened,
  ordered,
  unreadOf,
  upsert,
  withEntry,
  without,
  withRead,
  withTalk,
} from "./rules";

const ids = (rows: { visit: string }[]) => rows.map(({ visit }) => visit);
const said = (seq: number, who: string): Entry => ({
  seq,
  kind: "said",
  at: 0,
  who,
  name: null,
  text: "…",
  detail: null,
  client_id: null,
});
const { room } = SOFIA_TALK;
const unread = (talks: (typeof SOFIA_TALK)[]) => talks.map((talk) => unreadOf(talk));

describe("who waits", () => {
  it("is answered by alarm first, then by who came first", () => {
    const rows = [LINA, { ...NORA, alarm: 2 as const }, AWA];
    expect(ids(ordered(rows))).toEqual(["visit-nora", "visit-awa", "visit-lina"]);
  });

  it("stands once in the queue, as last described", () => {
    const rows = upsert([AWA, LINA], { ...AWA, here: false });
    expect(rows).toHaveLength(2);
    expect(rows.find(({ visit }) => visit === "visit-awa")?.here).toBe(false);
  });

  it("is gone once answered, whoever did, even if told twice", () => {
    expect(ids(without(without([AWA, LINA], "visit-awa"), "visit-awa"))).toEqual(["visit-lina"]);
  });

  it("gives each alarm a name of its own, so that the second sounds too", () => {
    expect(alarmsOf([AWA])).toEqual(new Set());
    expect(alarmsOf([{ ...AWA, alarm: 1 }])).toEqual(new Set(["visit-awa 1"]));
    expect(alarmsOf([{ ...AWA, alarm: 2 }])).toEqual(new Set(["visit-awa 2"]));
  });
});

describe("what I have not read", () => {
  const talks = [SOFIA_TALK];

  it("counts what came in both channels, or in one", () => {
    const written = withEntry(withEntry(talks, { room, channel: "all", entry: said(4, "her") }), {
      room,
      channel: "officers",
      entry: said(1, "lea"),
    });
    expect(unread(written)).toEqual([2]);
    expect(written.map((talk) => unreadOf(talk, "officers"))).toEqual([1]);
  });

  it("does not count my own words", () => {
    expect(
      unread(withEntry(talks, { room, channel: "all", entry: said(4, "sofia-there") })),
    ).toEqual([0]);
  });

  it("keeps what came before my own words unread", () => {
    const heard = withEntry(talks, { room, channel: "all", entry: said(4, "her") });
    const answered = withEntry(heard, { room, channel: "all", entry: said(5, "sofia-there") });
    expect(unread(answered)).toEqual([2]);
  });

  it("never goes back, whatever hint or answer comes late", () => {
    const read = withRead(talks, room, "all", 9);
    expect(unread(withEntry(read, { room, channel: "all", entry: said(8, "her") }))).toEqual([0]);
    const late = freshened({ ...DESK, talks: read }, DESK);
    expect(late.talks[0]?.channels[0]).toEqual({ channel: "all", seq: 9, read: 9 });
  });

  it("is not stirred by the rooms of others", () => {
    expect(withEntry(talks, { room: "room-else", channel: "all", entry: said(9, "x") })).toEqual(
      talks,
    );
  });
});

it("an answered visitor leaves the queue and becomes a conversation", () => {
  const after = withTalk({ ...DESK, talks: [] }, { ...SOFIA_TALK, visit: "visit-awa" });
  expect(ids(after.waiting)).toEqual(["visit-lina"]);
  expect(ids(after.talks)).toEqual(["visit-awa"]);
});
