import { describe, expect, it } from "vitest";
import type { Entry, Person, RoomView } from "../protocol";
import { advance, withFix, withPerson } from "./fold";

const HOUR = 3_600_000;

const person = (who: string, state: Person["state"]): Person => ({
  who,
  name: who,
  side: "responder",
  state,
  distance_m: null,
  phone: null,
  fix: null,
});

const STALE: RoomView = {
  alert: "alert-one",
  room: "room-one",
  side: "responder",
  me: "bea-who",
  my_state: "alarmed",
  state: "running",
  launched_at: 0,
  window_ends_at: 48 * HOUR,
  stopped_at: null,
  caller: { ...person("ada-who", null), side: "caller" },
  contacts: [],
  people: [person("bea-who", "alarmed"), person("chloe-who", "alarmed")],
  channels: [
    { channel: "her", seq: 1 },
    { channel: "us", seq: 0 },
  ],
  sharing: false,
  sharing_with_her: false,
  tally: { alarmed: 50, seen: 0, acting: 0, writing: 0 },
};

const entry = (seq: number, kind: Entry["kind"], who: string | null, at = seq): Entry => ({
  seq,
  kind,
  at,
  who,
  name: who,
  text: null,
  detail: null,
  client_id: null,
});

describe("the room's view", () => {
  it("folds entries into what a fresh read would give", () => {
    const entries = [
      entry(2, "joined", "bea-who"),
      entry(3, "acting", "bea-who"),
      entry(4, "declined", "chloe-who"),
      entry(5, "sharing", "bea-who"),
      entry(6, "stopped", "ada-who", 9),
    ];
    const folded = entries.reduce((view, next) => advance(view, "her", next), STALE);
    expect(folded).toEqual({
      ...STALE,
      my_state: "acting",
      state: "stopped",
      stopped_at: 9,
      sharing: true,
      people: [person("bea-who", "acting"), person("chloe-who", "declined")],
      channels: [
        { channel: "her", seq: 6 },
        { channel: "us", seq: 0 },
      ],
    });
  });

  it("ignores what it already holds", () => {
    expect(advance(STALE, "her", entry(1, "stopped", "ada-who"))).toBe(STALE);
  });

  it("opens a new window when she launches again", () => {
    const stopped = advance(STALE, "her", entry(2, "stopped", "ada-who"));
    const again = advance(stopped, "her", entry(3, "relaunched", "ada-who", HOUR));
    expect(again.state).toBe("running");
    expect(again.stopped_at).toBeNull();
    expect(again.window_ends_at).toBe(49 * HOUR);
  });

  it("never tells her who cannot help", () => {
    const hers: RoomView = { ...STALE, side: "caller", me: "ada-who" };
    expect(advance(hers, "her", entry(2, "declined", "bea-who")).people).toEqual(hers.people);
  });

  it("never moves a point back in time", () => {
    const late = { lat: 48, lon: 2, accuracy_m: 5, at: 2_000 };
    const early = { ...late, lat: 0, at: 1_000 };
    const view = withFix(withFix(STALE, "ada-who", late), "ada-who", early);
    expect(view.caller.fix).toEqual(late);
  });

  it("adds somebody new and replaces somebody known", () => {
    const view = withPerson(STALE, person("dina-who", "seen"));
    expect(view.people).toHaveLength(3);
    expect(withPerson(view, person("dina-who", "acting")).people).toHaveLength(3);
  });
});
