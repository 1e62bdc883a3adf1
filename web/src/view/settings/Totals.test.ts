import { beforeEach, expect, it } from "vitest";
import type { Figures } from "../../protocol";
import { setLanguage } from "../../words/app";
import { totals } from "./Totals";

const FIGURES: Figures = {
  alerts: 12,
  members: 340,
  median_first_sign_ms: 8_400,
  median_first_contact_ms: 21_000,
  contacts_first_minute: 3.5,
};

beforeEach(() => setLanguage("fr"));

it("says what is known of all the alerts together", () => {
  expect(totals(FIGURES)).toEqual([
    "Ensemble : 340 membres, 12 alertes.",
    "Premier signe : en 8 s une fois sur deux.",
    "Premier message ou appel : en 21 s une fois sur deux.",
    "Dans la première minute : 3,5 contacts en moyenne.",
  ]);
});

it("is silent about what too few alerts would betray", () => {
  const few = { ...FIGURES, median_first_contact_ms: null, contacts_first_minute: null };
  expect(totals(few)).toHaveLength(2);
  expect(totals({ ...few, alerts: 0, median_first_sign_ms: null })).toEqual([]);
});
