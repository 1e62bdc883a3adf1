import { describe, expect, it } from "vitest";
import { entry, waiting } from "../town";
import { isTold } from "./told";

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
