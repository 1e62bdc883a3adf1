import { beforeEach, describe, expect, it } from "vitest";
import { setLanguage } from "../../words/app";
import { freshness, pointAge } from "./age";

const NOW = 1_800_000_000_000;
const fixAt = (at: number) => ({ lat: 48, lon: 2, accuracy_m: 5, at });

beforeEach(() => setLanguage("fr"));

describe("the age of a point", () => {
  it("is live up to a minute and never after", () => {
    expect(pointAge(fixAt(NOW - 59_000), undefined, NOW)).toBe("En direct");
    expect(pointAge(fixAt(NOW - 60_000), undefined, NOW)).toBe("il y a 1 min");
  });

  it("says that the phone is silent after five minutes", () => {
    expect(pointAge(fixAt(NOW - 12 * 60_000), undefined, NOW)).toBe(
      "Téléphone silencieux · il y a 12 min",
    );
  });

  it("does not believe a phone whose clock runs ahead", () => {
    expect(freshness(fixAt(NOW + 3_600_000), NOW - 90_000, NOW)).toBe("old");
  });

  it("says that nothing is known", () => {
    expect(pointAge(null, undefined, NOW)).toBe("Position inconnue");
  });
});
