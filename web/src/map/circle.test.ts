import { expect, test } from "vitest";
import { ring, zoomFor } from "./circle";
import { coordinates, distanceWords, metresBetween } from "./distance";

const places = [
  { name: "Vaduz", lat: 47.141, lon: 9.521 },
  { name: "the date line", lat: -16.8, lon: 179.9999 },
  { name: "near the pole", lat: 89.9, lon: 30 },
];

test.each(places)("every corner is the accuracy away: $name", (centre) => {
  for (const [lon, lat] of ring(centre, 350)) {
    expect(metresBetween(centre, { lat, lon })).toBeCloseTo(350, 1);
  }
});

test("the ring is closed", () => {
  const points = ring({ lat: 48.85, lon: 2.35 }, 20);
  expect(points.at(-1)).toEqual(points[0]);
});

test("across the date line longitudes run on instead of jumping", () => {
  const lons = ring({ lat: 0, lon: 179.999 }, 500).map(([lon]) => lon);
  expect(Math.max(...lons) - Math.min(...lons)).toBeLessThan(0.01);
});

test("a wide circle opens further away than a narrow one", () => {
  expect(zoomFor(20, 48, 300)).toBeGreaterThan(zoomFor(2_000, 48, 300));
});

test("Paris to Vaduz", () => {
  const metres = metresBetween({ lat: 48.8566, lon: 2.3522 }, { lat: 47.141, lon: 9.521 });
  expect(metres / 1_000).toBeCloseTo(564, -1);
});

test("distances say no more than a phone knows", () => {
  expect(distanceWords(3)).toBe("10 m");
  expect(distanceWords(847)).toBe("850 m");
  expect(distanceWords(1_240)).toMatch(/^1[.,]2 km$/);
  expect(distanceWords(83_400)).toBe("83 km");
});

test("coordinates can be read aloud", () => {
  expect(coordinates({ lat: 47.141_012_3, lon: -9.52 })).toBe("47.14101, -9.52000");
});
