import { EARTH_M, type Point, radians } from "./distance";

const CORNERS = 64;

const degrees = (angle: number): number => (angle * 180) / Math.PI;

/**
 * The ring of points `metres` away from a centre, as [lon, lat], closed.
 * Longitudes run on past ±180 rather than jump, so that a circle across the date line stays whole.
 */
export function ring(centre: Point, metres: number): [number, number][] {
  const corners = Array.from({ length: CORNERS }, (_, n) => (2 * Math.PI * n) / CORNERS);
  const points = corners.map((bearing) => away(centre, bearing, metres));
  return [...points, points[0] ?? [centre.lon, centre.lat]];
}

function away(centre: Point, bearing: number, metres: number): [number, number] {
  const angle = metres / EARTH_M;
  const lat = radians(centre.lat);
  const sine =
    Math.sin(lat) * Math.cos(angle) + Math.cos(lat) * Math.sin(angle) * Math.cos(bearing);
  const east = Math.sin(bearing) * Math.sin(angle) * Math.cos(lat);
  const turn = Math.atan2(east, Math.cos(angle) - Math.sin(lat) * sine);
  return [centre.lon + degrees(turn), degrees(Math.asin(Math.max(-1, Math.min(1, sine))))];
}

const METRES_PER_PIXEL_AT_0 = 78_271.517;

/** The zoom at which a circle of `metres` fills about `pixels` of the screen's smaller side. */
export function zoomFor(metres: number, lat: number, pixels: number): number {
  const perPixel = (2 * Math.max(1, metres)) / pixels;
  return Math.log2((METRES_PER_PIXEL_AT_0 * Math.cos(radians(lat))) / perPixel);
}
