import { call, OfflineError, RefusedError } from "../net/client";
import type { Commands } from "../protocol";

const AGAIN_MS = 3_000;
const TRIES = 200;

/**
 * Repeats a command without network, or after the wait a busy server asks for, until it is answered;
 * two hundred times at the most (ten minutes without network).
 * Only for what may safely arrive twice; kept in memory, gone with the page.
 * @throws RefusedError the server said no. @throws OfflineError given up.
 */
export async function insist<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
): Promise<Commands[K]["response"]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await call(name, request);
    } catch (error) {
      const waitMs = waitOf(error);
      if (waitMs === null || tries === TRIES) throw error;
      await new Promise((wait) => setTimeout(wait, waitMs));
    }
  }
}

export interface Patience {
  /** If the server was only busy, ask again once it may have time. */
  after(error: unknown): void;
  rest(): void;
}

/**
 * Asks again what a busy server refused: when it said, and at a moment of this page's own within
 * `spreadMs` (as long again, unless told). One question at a time, however often it was refused.
 */
export function patience(ask: () => void, spreadMs?: number): Patience {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    after(error) {
      const waitMs = error instanceof RefusedError ? error.retryAfterMs : null;
      if (waitMs === null) return;
      clearTimeout(timer);
      timer = setTimeout(ask, waitMs + Math.random() * (spreadMs ?? waitMs));
    },
    rest() {
      clearTimeout(timer);
    },
  };
}

/** Milliseconds until it may pass; null when it never will. */
function waitOf(error: unknown): number | null {
  if (error instanceof OfflineError) return AGAIN_MS;
  return error instanceof RefusedError ? error.retryAfterMs : null;
}
