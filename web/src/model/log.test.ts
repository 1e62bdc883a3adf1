import { describe, expect, it } from "vitest";
import type { Entry } from "../protocol";
import { catchUp, EMPTY, hasGap, type Log, receive } from "./log";

function said(seq: number, who = "alice-who", text = `line ${seq}`): Entry {
  return { seq, kind: "said", at: seq, who, name: who, text, detail: null, client_id: null };
}

const erased = (seq: number, who: string): Entry => ({
  ...said(seq, who),
  kind: "erased",
  text: null,
});

const ALL = [said(1), said(2, "bob-who"), said(3), erased(4, "alice-who"), said(5)];
const fresh: Log = catchUp(EMPTY, { entries: ALL, head: 5 });

describe("the log of a channel", () => {
  it("reads the same from hints as from a fresh sync", () => {
    expect(ALL.reduce(receive, EMPTY)).toEqual(fresh);
  });

  it("does not show reordering", () => {
    const shuffled = [3, 0, 4, 1, 2].map((index) => ALL[index] as Entry);
    expect(shuffled.reduce(receive, EMPTY)).toEqual(fresh);
  });

  it("does not show duplicates", () => {
    expect([...ALL, ...ALL].reduce(receive, EMPTY)).toEqual(fresh);
    expect(receive(receive(EMPTY, said(3)), said(3)).ahead).toHaveLength(1);
  });

  it("knows when something is missing", () => {
    const log = receive(receive(EMPTY, said(1)), said(3));
    expect(hasGap(log)).toBe(true);
    expect(log.entries).toHaveLength(1);
  });

  it("fills a hole from a sync and keeps what was ahead", () => {
    const holed = receive(receive(EMPTY, said(1)), said(3));
    const log = catchUp(holed, { entries: [said(2)], head: 3 });
    expect(log.entries.map((entry) => entry.seq)).toEqual([1, 2, 3]);
    expect(hasGap(log)).toBe(false);
  });

  it("empties erased words, as a fresh read would", () => {
    expect(fresh.entries.map((entry) => entry.text)).toEqual([
      null,
      "line 2",
      null,
      null,
      "line 5",
    ]);
  });

  it("shows erased words as the server tells them anew: no longer said by anybody", () => {
    const read = [erased(1, "alice-who"), said(2, "bob-who"), erased(3, "alice-who")];
    const anew = catchUp(EMPTY, { entries: [...read, erased(4, "alice-who"), said(5)], head: 5 });
    expect(ALL.reduce(receive, EMPTY)).toEqual(anew);
  });

  it("equals a fresh read from any stale state, in any order", () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const stale = catchUp(EMPTY, { entries: ALL.slice(0, seed % 6), head: seed % 6 });
      const order = [...ALL, ...ALL].sort(
        (a, b) => ((a.seq * seed * 7) % 11) - ((b.at * seed) % 5),
      );
      expect(order.reduce(receive, stale)).toEqual(fresh);
    }
  });
});
