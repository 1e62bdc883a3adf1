import { signal } from "@preact/signals";

const TICK_MS = 1_000;

/** Now, in milliseconds UTC, to the second: ages on screen follow it. */
export const now = signal(Date.now());

setInterval(() => {
  if (document.visibilityState === "visible") now.value = Date.now();
}, TICK_MS);

document.addEventListener("visibilitychange", () => {
  now.value = Date.now();
});
