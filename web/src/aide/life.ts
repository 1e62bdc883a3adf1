import { signal } from "@preact/signals";

/** One life of this page: from the door to the wipe. Everything in it dies together, at once. */
let life = new AbortController();

const forgetters = new Set<() => void>();

/** False: nothing of the page is in the document. */
export const shown = signal(false);

/** Ends every request and every computation of this life. */
export const lifeNow = (): AbortSignal => life.signal;

/** `fn` drops what one file holds in memory. */
export function onForget(fn: () => void): void {
  forgetters.add(fn);
}

/** What can be seen goes first, then what is held, then what was on its way. */
export function forgetEverything(): void {
  shown.value = false;
  for (const forget of forgetters) forget();
  life.abort();
  life = new AbortController();
}

/** Waits, but not when the network comes back. Throws when this life ends. */
export function pause(ms: number, within: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      within.removeEventListener("abort", done);
      if (within.aborted) reject(within.reason);
      else resolve();
    };
    const timer = setTimeout(done, ms);
    addEventListener("online", done);
    within.addEventListener("abort", done);
  });
}
