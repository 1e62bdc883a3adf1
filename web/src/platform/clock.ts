/** Less than this is the network's doing, or nobody's concern. */
const OFF_MS = 30_000;
/** Half of the way there is not known: of an answer this slow nothing is learnt. */
const SLOW_MS = 5_000;

/** How far this device's clock is behind the server's: a phone set by hand may be hours off, and
 * would call a live point silent, or send one that others call so. */
let behind = 0;

/** A time of this device, in milliseconds UTC, as the server would have it. */
export const byServer = (at: number): number => at + behind;

/** Now by the server's clock, as far as this page knows it. */
export const nowMs = (): number => byServer(Date.now());

/** `server`: what its clock said in an answer to what was asked at `askedAt` (`performance.now()`). */
export function learnClock(server: number, askedAt: number): void {
  const tookMs = performance.now() - askedAt;
  if (tookMs > SLOW_MS) return;
  const found = server + tookMs / 2 - Date.now();
  if (Math.abs(found - behind) >= OFF_MS) behind = Math.abs(found) < OFF_MS ? 0 : Math.round(found);
}
