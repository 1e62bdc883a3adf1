import { afterEach, beforeEach, expect, test, vi } from "vitest";

/** A phone that lets nobody be loud until it was touched. */
class Quiet {
  state = "suspended";
  destination = {};
  resume = async () => {
    if (touched) this.state = "running";
  };
}
class Part {
  frequency = {};
  connect = (to: unknown) => to;
  start = vi.fn();
  stop = stopped;
}

let touched = false;
const stopped = vi.fn();

beforeEach(() => {
  touched = false;
  vi.useFakeTimers();
  vi.resetModules();
  vi.stubGlobal("AudioContext", Quiet);
  vi.stubGlobal("OscillatorNode", Part);
  vi.stubGlobal("GainNode", Part);
  navigator.vibrate = vi.fn(() => true);
});
afterEach(() => vi.useRealTimers());

test("a blocked alarm says so, and the first touch makes it heard", async () => {
  const { installSound, soundBlocked, startAlarm } = await import("./alarm");
  installSound();
  startAlarm();
  await vi.advanceTimersByTimeAsync(10);
  expect(soundBlocked.value).toBe(true);
  touched = true;
  dispatchEvent(new Event("pointerdown"));
  await vi.advanceTimersByTimeAsync(10);
  expect(soundBlocked.value).toBe(false);
});

test("it is felt again and again until it is stopped", async () => {
  const { startAlarm, stopAlarm } = await import("./alarm");
  startAlarm();
  startAlarm();
  vi.advanceTimersByTime(3_400 * 2);
  expect(navigator.vibrate).toHaveBeenCalledTimes(4);
  stopAlarm();
  expect(stopped).toHaveBeenCalledTimes(2);
  vi.mocked(navigator.vibrate).mockClear();
  vi.advanceTimersByTime(10_000);
  expect(navigator.vibrate).not.toHaveBeenCalled();
});
