import { beforeEach, expect, test } from "vitest";
import { language } from "../words/area";
import { span } from "./span";

beforeEach(() => {
  language.value = "fr";
});

test("seconds, minutes, hours with their minutes", () => {
  expect(span(0)).toBe("0 s");
  expect(span(59_999)).toBe("59 s");
  expect(span(60_000)).toBe("1 min");
  expect(span(3_599_999)).toBe("59 min");
  expect(span(3 * 3_600_000 + 5 * 60_000)).toBe("3 h 05");
});

test("a clock that runs behind says nothing absurd", () => {
  expect(span(-4_000)).toBe("0 s");
});
