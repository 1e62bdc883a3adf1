import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { byServer, learnClock, nowMs } from "./clock";

const NOON = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ["Date", "performance"] });
  learnClock(NOON, performance.now());
});

afterEach(() => vi.useRealTimers());

test("a clock that is right is left alone, whatever the network takes", () => {
  learnClock(NOON + 4_000, performance.now());
  expect(nowMs()).toBe(NOON);
});

test("a clock three hours behind, or ahead, is read as the server's", () => {
  learnClock(NOON + 3 * HOUR, performance.now());
  expect([nowMs(), byServer(NOON - 60_000)]).toEqual([NOON + 3 * HOUR, NOON + 3 * HOUR - 60_000]);
  learnClock(NOON - 3 * HOUR, performance.now());
  expect(nowMs()).toBe(NOON - 3 * HOUR);
});

test("what is known does not tremble with each answer: a newer point must not seem older", () => {
  learnClock(NOON + 3 * HOUR, performance.now());
  learnClock(NOON + 3 * HOUR - 20_000, performance.now());
  expect(nowMs()).toBe(NOON + 3 * HOUR);
});

test("the way of the answer is counted, and of a slow one nothing is learnt", () => {
  const asked = performance.now();
  vi.advanceTimersByTime(2_000);
  learnClock(NOON + HOUR, asked);
  expect(nowMs()).toBe(NOON + HOUR + 1_000);
  vi.advanceTimersByTime(6_000);
  learnClock(NOON, asked);
  expect(nowMs()).toBe(NOON + HOUR + 7_000);
});

test("once the device's clock is set right, nothing is added any more", () => {
  learnClock(NOON + 3 * HOUR, performance.now());
  vi.setSystemTime(NOON + 3 * HOUR);
  learnClock(NOON + 3 * HOUR, performance.now());
  expect(nowMs()).toBe(NOON + 3 * HOUR);
});
