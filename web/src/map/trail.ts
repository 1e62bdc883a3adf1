import type { Fix } from "../protocol";
import { metresBetween } from "./distance";

/** A step shorter than this is the receiver's own trembling. Metres. */
const LEAST_STEP_M = 10;
/** A point vaguer than this would draw a way nobody went. Metres. */
const VAGUE_M = 150;

/** Her way, oldest first: vague points and trembling left out, the newest point always kept. */
export function path(points: readonly Fix[]): Fix[] {
  const last = points.at(-1);
  const kept: Fix[] = [];
  for (const point of points) {
    const before = kept.at(-1);
    const clear = point.accuracy_m <= VAGUE_M;
    if (clear && (!before || isStep(before, point))) kept.push(point);
  }
  return last && kept.at(-1) !== last ? [...kept, last] : kept;
}

function isStep(before: Fix, point: Fix): boolean {
  const trembling = Math.max(LEAST_STEP_M, Math.min(before.accuracy_m, point.accuracy_m));
  return metresBetween(before, point) >= trembling;
}

/** Metres along the way. */
export function length(way: readonly Fix[]): number {
  return way.slice(1).reduce((sum, point, n) => sum + metresBetween(way[n] ?? point, point), 0);
}

/** A point that came by a hint joins the way once, in its place. */
export function joined(points: readonly Fix[], fix: Fix | null): Fix[] {
  if (!fix || points.some((point) => point.at === fix.at)) return [...points];
  return [...points, fix].sort((one, other) => one.at - other.at);
}
