import { expect, test } from "vitest";
import { clockFace } from "./Timer";

test("the timer reads like a timer", () => {
  expect([clockFace(300_000), clockFace(61_000), clockFace(1), clockFace(0)]).toEqual([
    "05:00",
    "01:01",
    "00:01",
    "00:00",
  ]);
});
