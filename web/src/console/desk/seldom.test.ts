import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { seldom } from "./seldom";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("asks once for many hints, and once more for those that came meanwhile", () => {
  const asked = vi.fn();
  const { ask } = seldom(500, asked);
  for (let hints = 0; hints < 20; hints += 1) ask();
  vi.advanceTimersByTime(1);
  expect(asked).toHaveBeenCalledTimes(1);
  ask();
  ask();
  vi.advanceTimersByTime(498);
  expect(asked).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(5);
  expect(asked).toHaveBeenCalledTimes(2);
});

it("asks nothing more once left alone", () => {
  const asked = vi.fn();
  const { ask, rest } = seldom(500, asked);
  ask();
  rest();
  vi.advanceTimersByTime(1_000);
  expect(asked).not.toHaveBeenCalled();
});
