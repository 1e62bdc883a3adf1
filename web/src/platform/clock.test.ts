import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { learnClock, mark, nowMs, readAt } from "./clock";

const NOON = Date.UTC(2026, 10, 22, 12);
const HOUR = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOON, toFake: ["Date", "performance"] });
  learnClock(NOON, mark());
});

afterEach(() => vi.useRealTimers());

test("a clock that is right is left alone, whatever the network takes", () => {
  learnClock(NOON + 4_000, mark());
  expect(nowMs()).toBe(NOON);
});

test.each([3 * HOUR, -3 * HOUR])("a clock that is off by %i ms is read as the server's", (off) => {
  learnClock(NOON + off, mark());
  expect(nowMs()).toBe(NOON + off);
});

test.each([3 * HOUR, -3 * HOUR])(
  "of a reading %i ms off it makes out whose clock is meant: the device's, or the satellites'",
  (off) => {
    learnClock(NOON + off, mark());
    const minuteAgo = NOON + off - 60_000;
    expect([readAt(NOON - 60_000), readAt(minuteAgo)]).toEqual([minuteAgo, minuteAgo]);
  },
);

test("what is known does not tremble with each answer: a newer point must not seem older", () => {
  learnClock(NOON + 3 * HOUR, mark());
  learnClock(NOON + 3 * HOUR - 20_000, mark());
  expect(nowMs()).toBe(NOON + 3 * HOUR);
});

test("the way of the answer is counted, and of a slow one nothing is learnt", () => {
  const asked = mark();
  vi.advanceTimersByTime(2_000);
  learnClock(NOON + HOUR, asked);
  expect(nowMs()).toBe(NOON + HOUR + 1_000);
  vi.advanceTimersByTime(6_000);
  learnClock(NOON, asked);
  expect(nowMs()).toBe(NOON + HOUR + 7_000);
});

test("an answer that waited while the device slept teaches nothing", () => {
  const asked = mark();
  vi.setSystemTime(NOON + HOUR);
  learnClock(NOON, asked);
  expect(nowMs()).toBe(NOON + HOUR);
});

test("once the device's clock is set right, nothing is added any more", () => {
  learnClock(NOON + 3 * HOUR, mark());
  vi.setSystemTime(NOON + 3 * HOUR);
  learnClock(NOON + 3 * HOUR, mark());
  expect(nowMs()).toBe(NOON + 3 * HOUR);
});
