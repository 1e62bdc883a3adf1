import { language } from "../words/area";

export interface Point {
  lat: number;
  lon: number;
}

/** Metres; mean radius of the WGS 84 ellipsoid. */
export const EARTH_M = 6_371_008.8;

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Great-circle distance in metres. */
export function metresBetween(one: Point, other: Point): number {
  const dLat = radians(other.lat - one.lat);
  const dLon = radians(other.lon - one.lon);
  const cosines = Math.cos(radians(one.lat)) * Math.cos(radians(other.lat));
  const half = Math.sin(dLat / 2) ** 2 + cosines * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** "40 m", "1,2 km", "83 km": no finer than a phone knows. */
export function distanceWords(metres: number): string {
  const number = (value: number, digits = 0) =>
    new Intl.NumberFormat(language.value, { maximumFractionDigits: digits }).format(value);
  if (metres < 1_000) return `${number(Math.max(10, Math.round(metres / 10) * 10))} m`;
  return `${number(metres / 1_000, metres < 10_000 ? 1 : 0)} km`;
}

/** For reading aloud to 17 or typing into another map: five decimals, about a metre. */
export function coordinates(point: Point): string {
  return `${point.lat.toFixed(5)}, ${point.lon.toFixed(5)}`;
}
