import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onResyncCalmly } from "./calm";
import { state } from "./client";
import { setSecrets } from "./secrets";

let comesBack = () => {};

vi.mock("./client", async () => ({
  state: (await import("@preact/signals")).signal("live"),
  onResync: (fn: () => void) => {
    comesBack = fn;
  },
}));

const asked = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  asked.mockClear();
  state.value = "live";
  onResyncCalmly(asked);
  setSecrets({ device: "ada" });
  comesBack();
});

afterEach(() => vi.useRealTimers());

test("what can wait is asked at once for who has just come", () => {
  expect(asked).toHaveBeenCalledTimes(1);
  setSecrets({ device: "bea" });
  comesBack();
  expect(asked).toHaveBeenCalledTimes(2);
});

test("and within twenty seconds, once, for who comes back", () => {
  comesBack();
  comesBack();
  expect(asked).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(20_000);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("a page without a socket waits four seconds at the most: no hint comes to it", () => {
  state.value = "polling";
  comesBack();
  vi.advanceTimersByTime(4_000);
  expect(asked).toHaveBeenCalledTimes(2);
});
