import { expect, test } from "vitest";
import { refusalOf } from "./Codes";

const draft = { password: "a password", pin: "", duress_pin: "", code_word: "" };
const without = { has_pin: false };

test("a duress code alone protects nobody", () => {
  expect(refusalOf({ ...draft, duress_pin: "2468" }, without)).toBe("codes.needsPin");
  expect(refusalOf({ ...draft, duress_pin: "2468" }, { has_pin: true })).toBeNull();
});

test("the two codes differ", () => {
  expect(refusalOf({ ...draft, pin: "1357", duress_pin: "1357" }, without)).toBe("codes.same");
});

test("a code has four to twelve digits", () => {
  expect(refusalOf({ ...draft, pin: "135" }, without)).toBe("codes.bad");
  expect(refusalOf({ ...draft, pin: "1357" }, without)).toBeNull();
});

test("an empty form changes nothing", () => {
  expect(refusalOf(draft, { has_pin: true })).toBe("codes.nothing");
});
