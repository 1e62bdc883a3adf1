import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onResyncCalmly } from "./calm";
import { setSecrets } from "./secrets";
import { socket } from "./socket";

const connects = () => {
  for (const heard of socket.listeners("connect")) heard();
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("what can wait is asked at once for who has just come, and later for who comes back", () => {
  const asked = vi.fn();
  onResyncCalmly(asked);
  setSecrets({ device: "ada" });
  connects();
  expect(asked).toHaveBeenCalledTimes(1);
  connects();
  connects();
  expect(asked).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(20_000);
  expect(asked).toHaveBeenCalledTimes(2);
  setSecrets({ device: "bea" });
  connects();
  expect(asked).toHaveBeenCalledTimes(3);
});
