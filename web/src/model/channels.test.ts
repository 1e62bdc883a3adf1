import { expect, it } from "vitest";
import type { Entry } from "../protocol";
import { merged } from "./channels";
import { catchUp, EMPTY } from "./log";

const said = (seq: number, at: number, who: string, text: string, id: string): Entry => ({
  seq,
  kind: "said",
  at,
  who,
  name: who,
  text,
  detail: null,
  client_id: id,
});

const logOf = (entries: Entry[]) => catchUp(EMPTY, { entries, head: entries.length });

it("shows both partitions by time, and her own words once", () => {
  const logs = {
    her: logOf([said(1, 10, "bea", "Je suis là", "a"), said(2, 30, "ada", "Merci", "b")]),
    her_ally: logOf([said(1, 20, "max", "Moi aussi", "c"), said(2, 31, "ada", "Merci", "b_ally")]),
  };
  const texts = merged(["her", "her_ally"], logs, "ada").map((line) => line.entry.text);
  expect(texts).toEqual(["Je suis là", "Moi aussi", "Merci"]);
});
