import { describe, expect, it } from "vitest";
import { entry, waiting } from "../town";
import { cardOf, isTold } from "./told";

describe("a card", () => {
  it("ends with a number to call where its last line is one", () => {
    expect(
      cardOf("CIDFF du Rhône\nDu lundi au vendredi\nsans rendez-vous\n04 78 00 00 00"),
    ).toEqual({
      title: "CIDFF du Rhône",
      text: "Du lundi au vendredi\nsans rendez-vous",
      number: "04 78 00 00 00",
    });
  });

  it("has none where the last line is words", () => {
    expect(cardOf("Porter plainte\nDans tout commissariat, 24 h sur 24").number).toBeNull();
  });
});

describe("what Ada is told", () => {
  const me = waiting().me;

  it("is who joins her, not that she came herself", () => {
    expect(isTold(entry(1, { kind: "joined", detail: "psychologist" }), me)).toBe(true);
    expect(isTold(entry(1, { kind: "joined", who: me }), me)).toBe(false);
  });

  it("is never a disclosure", () => {
    expect(isTold(entry(1, { kind: "disclosure_asked" }), me)).toBe(false);
  });
});
