import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createHold, type HoldOptions, holding as pressed } from "./hold";

beforeEach(() => {
  vi.useFakeTimers();
  navigator.vibrate = vi.fn(() => true);
});
afterEach(() => vi.useRealTimers());

type Handlers = Record<string, (event: unknown) => void>;
const finger = { button: 0, isPrimary: true, width: 20, height: 20, pressure: 0.5 };

function holding(more: Partial<HoldOptions> = {}) {
  const done = vi.fn();
  const early = vi.fn();
  const hold = createHold(() => ({ ms: 2_000, onDone: done, onEarly: early, ...more }));
  return { hold, done, early, on: hold.handlers as unknown as Handlers };
}

test("two seconds do it once, with a tick at one and a firm one at two", () => {
  const { hold, done, early, on } = holding();
  on.onPointerDown?.(finger);
  vi.advanceTimersByTime(1_500);
  expect(hold.progress.value).toBeGreaterThan(0.7);
  expect(navigator.vibrate).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(600);
  on.onPointerUp?.(finger);
  expect(done).toHaveBeenCalledTimes(1);
  expect(early).not.toHaveBeenCalled();
  expect(navigator.vibrate).toHaveBeenLastCalledWith([80, 40, 80]);
});

test("released early: it says so, empties the ring, and does nothing", () => {
  const { hold, done, early, on } = holding();
  on.onPointerDown?.(finger);
  vi.advanceTimersByTime(1_900);
  on.onPointerUp?.(finger);
  vi.advanceTimersByTime(5_000);
  expect(early).toHaveBeenCalledTimes(1);
  expect(done).not.toHaveBeenCalled();
  expect(hold.progress.value).toBe(0);
});

test("a second finger or the right button starts nothing", () => {
  const { done, on } = holding();
  on.onPointerDown?.({ ...finger, isPrimary: false });
  on.onPointerDown?.({ ...finger, button: 2 });
  vi.advanceTimersByTime(3_000);
  expect(done).not.toHaveBeenCalled();
});

test("a keyboard or switch press asks to confirm, and only the confirmation acts", () => {
  const { hold, done, on } = holding();
  on.onClick?.({ detail: 0 });
  expect(hold.confirming.value).toBe(true);
  expect(done).not.toHaveBeenCalled();
  hold.confirm();
  hold.confirm();
  expect(done).toHaveBeenCalledTimes(1);
});

test("the click that follows a finger asks nothing", () => {
  const { hold, on } = holding();
  on.onClick?.({ detail: 1 });
  expect(hold.confirming.value).toBe(false);
});

test("on the decoy holding Enter acts, and a short press does not", () => {
  const { done, on } = holding({ keys: true });
  const enter = { key: "Enter", preventDefault: () => undefined };
  on.onKeyDown?.(enter);
  vi.advanceTimersByTime(500);
  on.onKeyUp?.(enter);
  expect(done).not.toHaveBeenCalled();
  on.onKeyDown?.(enter);
  on.onKeyDown?.(enter);
  vi.advanceTimersByTime(2_100);
  expect(done).toHaveBeenCalledTimes(1);
});

test("the alert's hold is known while it is down, and over once what it does is done", () => {
  let during = false;
  const { hold, on } = holding({ alert: true, onDone: () => (during = pressed.value) });
  on.onPointerDown?.(finger);
  expect(pressed.value).toBe(true);
  on.onPointerUp?.(finger);
  expect(pressed.value).toBe(false);
  on.onPointerDown?.(finger);
  hold.release();
  expect(pressed.value).toBe(false);
  on.onPointerDown?.(finger);
  vi.advanceTimersByTime(2_100);
  expect([during, pressed.value]).toEqual([false, false]);
});

test("another hold is not the alert's", () => {
  const { on } = holding();
  on.onPointerDown?.(finger);
  expect(pressed.value).toBe(false);
});
