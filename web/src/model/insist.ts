import { call, OfflineError } from "../net/client";
import type { Commands } from "../protocol";

const AGAIN_MS = 3_000;
const TRIES = 200;

/**
 * Repeats a command without network until the server has answered, for some ten minutes at most.
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
      if (!(error instanceof OfflineError) || tries === TRIES) throw error;
      await new Promise((wait) => setTimeout(wait, AGAIN_MS));
    }
  }
}
