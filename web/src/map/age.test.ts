import { beforeEach, expect, test } from "vitest";
import { language } from "../words/area";
import { ageWords } from "./age";

const NOW = 1_800_000_000_000;
const aged = (ms: number) => ({ lat: 48.8, lon: 2.3, accuracy_m: 10, at: NOW - ms });
const said = (ms: number) => ageWords(aged(ms), NOW);

beforeEach(() => {
  language.value = "fr";
});

test("a point is live up to sixty seconds and not a millisecond more", () => {
  expect(said(0)).toBe("en direct");
  expect(said(60_000)).toBe("en direct");
  expect(said(60_001)).toBe("il y a 1 min");
});

test("minutes are whole and rounded down", () => {
  expect(said(119_999)).toBe("il y a 1 min");
  expect(said(120_000)).toBe("il y a 2 min");
});

test("after five minutes the phone is silent", () => {
  expect(said(300_000)).toBe("il y a 5 min");
  expect(said(300_001)).toBe("téléphone silencieux depuis 5 min");
});

test("hours keep their minutes, two digits", () => {
  expect(said(3_600_000)).toBe("téléphone silencieux depuis 1 h 00");
  expect(said(47 * 3_600_000 + 5 * 60_000)).toBe("téléphone silencieux depuis 47 h 05");
});

test("a phone whose clock runs ahead is never live for that", () => {
  expect(said(-30_000)).toBe("en direct");
  expect(said(-60_001)).toBe("heure du téléphone incertaine");
});

test("no point is said, not drawn as old", () => {
  expect(ageWords(null, NOW)).toBe("position inconnue");
});

test("English says the same", () => {
  language.value = "en";
  expect(said(60_001)).toBe("1 min ago");
  expect(said(700_000)).toBe("phone silent for 11 min");
});
