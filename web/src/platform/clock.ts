/** Less than this is the network's doing, or nobody's concern. */
const OFF_MS = 30_000;
/** Half of the way there is not known: of an answer this slow nothing is learnt. */
const SLOW_MS = 5_000;
/** Both clocks of a device go on together, unless it slept. */
const SLEPT_MS = 1_000;

/** How far this device's clock is behind the server's: a phone set by hand may be hours off, and
 * would call a live point silent, or send one that others call so. */
let behind = 0;

/** Now by the server's clock, as far as this page knows it; milliseconds UTC, like all here. */
export const nowMs = (): number => Date.now() + behind;

/** The time of a reading, by the server's clock. Some receivers count by the satellites, which are
 * right, the others by this device: what is nearer to now is meant. */
export function readAt(at: number): number {
  const now = nowMs();
  return Math.abs(at - now) < Math.abs(at + behind - now) ? at : at + behind;
}

export interface Moment {
  steady: number;
  wall: number;
}

/** Taken before the server is asked. */
export const mark = (): Moment => ({ steady: performance.now(), wall: Date.now() });

/** `server`: what its clock said in the answer to what was asked then. */
export function learnClock(server: number, asked: Moment): void {
  const tookMs = performance.now() - asked.steady;
  const slept = Math.abs(Date.now() - asked.wall - tookMs) > SLEPT_MS;
  if (slept || tookMs > SLOW_MS) return;
  const found = server + tookMs / 2 - Date.now();
  if (Math.abs(found - behind) >= OFF_MS) behind = Math.abs(found) < OFF_MS ? 0 : Math.round(found);
}
