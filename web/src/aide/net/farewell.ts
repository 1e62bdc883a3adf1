import { RefusedError } from "../../net/errors";
import { post } from "./https";

type Farewell = "help.wipe" | "help.leave";

const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** One question that outlives the page; its answer may come to nobody. */
export function tellOnce(name: Farewell, proof: string): void {
  post(name, {}, { proof, keepalive: true }).catch(() => undefined);
}

/** Asks until the server has heard: at once, when the network is back, and ever less often. */
export async function tellUntilHeard(proof: string): Promise<void> {
  for (let wait = FIRST_MS; !(await heard(proof)); wait = Math.min(2 * wait, LONGEST_MS)) {
    await networkOr(wait);
  }
}

/** Refused for good, the visit was gone already. Told to come back, it is asked again. */
async function heard(proof: string): Promise<boolean> {
  try {
    await post("help.wipe", {}, { proof, keepalive: true });
    return true;
  } catch (error) {
    return error instanceof RefusedError && error.retryAfterMs === null && !BUSY.has(error.code);
  }
}

/** Said before the visit was looked at. */
const BUSY = new Set(["try_again", "too_fast", "origin_refused"]);

function networkOr(ms: number): Promise<void> {
  return new Promise((go) => {
    setTimeout(go, ms);
    addEventListener("online", () => go(), { once: true });
  });
}
