import { expect, test } from "vitest";
import { toFix } from "./geo";

const NOW = 1_800_000_000_000;
const read = (timestamp: number) =>
  toFix(
    {
      timestamp,
      coords: { latitude: 48.85, longitude: 2.35, accuracy: 12 },
    } as GeolocationPosition,
    NOW,
  );

test("a point keeps the time it was read", () => {
  expect(read(NOW - 5_000.4)).toEqual({ lat: 48.85, lon: 2.35, accuracy_m: 12, at: NOW - 5_000 });
});

test("a receiver that counts from another epoch, or runs ahead, is not believed", () => {
  expect(read(726_000_000_000).at).toBe(NOW);
  expect(read(NOW + 60_000).at).toBe(NOW);
});
