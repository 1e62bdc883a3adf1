import { expect, test } from "vitest";
import { topicOf } from "./moment";

const NOW = 1_800_000_000_000;
const room = {
  state: "running",
  launched_at: NOW - 60_000,
  my_state: "seen",
  caller: { distance_m: 900 },
} as const;

test("just alarmed and near: where to begin", () => {
  expect(topicOf(room, NOW)).toBe("received");
});

test("far away: what can be done from afar", () => {
  expect(topicOf({ ...room, caller: { distance_m: 300_000 } }, NOW)).toBe("far");
});

test("stopped: it may have been forced, nobody may answer", () => {
  expect(topicOf({ ...room, state: "stopped" }, NOW)).toBe("silent");
});

test("seen hours later: it is fine, and still useful", () => {
  expect(topicOf({ ...room, launched_at: NOW - 3 * 3_600_000 }, NOW)).toBe("late");
});

test("who has been helping all along is not told she is late", () => {
  const helping = { ...room, my_state: "acting", launched_at: NOW - 3 * 3_600_000 } as const;
  expect(topicOf(helping, NOW)).toBe("received");
});
