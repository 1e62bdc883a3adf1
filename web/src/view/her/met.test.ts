import { expect, test } from "vitest";
import { catchUp, EMPTY } from "../../model/log";
import type { Entry, RoomView } from "../../protocol";
import { metBy } from "./met";

const entry = (seq: number, kind: Entry["kind"], who: string): Entry => ({
  seq,
  kind,
  at: seq,
  who,
  name: who.toUpperCase(),
  text: null,
  detail: null,
  client_id: null,
});

const view = { me: "ada", people: [{ who: "bea", name: "BEA" }] } as RoomView;

test("she may send out whoever wrote, called or shows her way; each once, never herself", () => {
  const entries = [
    entry(1, "launched", "ada"),
    entry(2, "joined", "dina"),
    entry(3, "said", "bea"),
    entry(4, "calling", "chloe"),
    entry(5, "call_ended", "chloe"),
    entry(6, "said", "ada"),
  ];
  const met = metBy(view, { her: catchUp(EMPTY, { entries, head: 6 }) });
  expect(met).toEqual([
    { who: "bea", name: "BEA" },
    { who: "chloe", name: "CHLOE" },
  ]);
});
