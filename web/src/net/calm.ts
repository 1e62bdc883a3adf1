import { onResync, state } from "./client";
import { handshake } from "./secrets";

/** Where thousands come back at once, what can wait lets their alarms pass first. */
export const SPREAD_MS = 20_000;
/** Without a socket no hint comes: asking is all there is. */
const POLLING_MS = 4_000;

/**
 * `fn` runs at the first connection of whoever is signed in here at once, and after each later one
 * at some moment of the next twenty seconds. Not for anything an alert hangs on.
 */
export function onResyncCalmly(fn: () => void): void {
  let known: string | undefined;
  let waits = false;
  onResync(() => {
    const { device } = handshake();
    if (device !== known) {
      known = device;
      fn();
      return;
    }
    if (waits) return;
    waits = true;
    setTimeout(
      () => {
        waits = false;
        fn();
      },
      Math.random() * (state.peek() === "polling" ? POLLING_MS : SPREAD_MS),
    );
  });
}
