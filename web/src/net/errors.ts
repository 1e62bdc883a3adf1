import type { Refusal } from "../protocol";

/** What "try again" means when the server does not say how long. */
const AGAIN_MS = 1_000;

/** The server understood and said no. `sentence` is for the person, in her language. */
export class RefusedError extends Error {
  readonly code: string;
  readonly sentence: string;
  /** Not a no for good: the same command may pass after this long. */
  readonly retryAfterMs: number | null;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = "RefusedError";
    this.code = refusal.code;
    this.sentence = refusal.sentence;
    this.retryAfterMs = refusal.retry_after_ms ?? (refusal.code === "try_again" ? AGAIN_MS : null);
  }
}

/** Nobody answered in time: the command may or may not have been carried out. */
export class OfflineError extends Error {
  constructor() {
    super("offline");
    this.name = "OfflineError";
  }
}
