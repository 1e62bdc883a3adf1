import { signal } from "@preact/signals";
import { nowMs } from "../platform/clock";

const TICK_MS = 1_000;

/** Now by the server (a console goes by its own clock), in milliseconds UTC, to the second: ages on
 * screen follow it. */
export const now = signal(nowMs());

setInterval(() => {
  if (document.visibilityState === "visible") now.value = nowMs();
}, TICK_MS);

document.addEventListener("visibilitychange", () => {
  now.value = nowMs();
});
