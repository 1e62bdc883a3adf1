import { expect, test } from "vitest";
import type { Fix } from "../protocol";
import { joined, length, path } from "./trail";

const DEGREE_M = 111_195;

/** North of a start by so many metres, a minute apart. */
function north(metres: number, minute: number, accuracy_m = 8): Fix {
  return { lat: 47 + metres / DEGREE_M, lon: 9.5, accuracy_m, at: minute * 60_000 };
}

test("trembling in one place is no way", () => {
  const points = [north(0, 0), north(3, 1), north(-4, 2), north(2, 3)];
  expect(length(path(points))).toBeLessThan(10);
  expect(path(points)).toHaveLength(2);
});

test("steps are kept, and their length adds up", () => {
  const way = path([north(0, 0), north(100, 1), north(250, 2)]);
  expect(way).toHaveLength(3);
  expect(length(way)).toBeCloseTo(250, 0);
});

test("a vague point between two clear ones is left out", () => {
  const way = path([north(0, 0), north(900, 1, 1_500), north(50, 2)]);
  expect(way.map((point) => point.at)).toEqual([0, 120_000]);
});

test("the newest point is kept however vague", () => {
  const way = path([north(0, 0), north(900, 1, 1_500)]);
  expect(way.at(-1)?.at).toBe(60_000);
});

test("a point joins once, in its place", () => {
  const points = [north(0, 0), north(100, 2)];
  expect(joined(points, north(50, 1)).map((point) => point.at)).toEqual([0, 60_000, 120_000]);
  expect(joined(points, north(100, 2))).toHaveLength(2);
  expect(joined(points, null)).toHaveLength(2);
});
