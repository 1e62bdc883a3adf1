import type { Entry } from "../../protocol";

const TOLD = new Set(["said", "erased", "joined", "left", "handed_over", "oriented"]);

/** What she is shown; that she came in herself she knows. */
export function isTold(entry: Entry, me: string): boolean {
  return TOLD.has(entry.kind) && !(entry.kind === "joined" && entry.who === me);
}
