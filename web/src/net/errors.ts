import type { Refusal } from "../protocol";

/** The server understood and said no. `sentence` is for the person, in her language. */
export class RefusedError extends Error {
  readonly code: string;
  readonly sentence: string;
  readonly retryAfterMs: number | null;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.name = "RefusedError";
    this.code = refusal.code;
    this.sentence = refusal.sentence;
    this.retryAfterMs = refusal.retry_after_ms;
  }
}

/** Nobody answered in time: the command may or may not have been carried out. */
export class OfflineError extends Error {
  constructor() {
    super("offline");
    this.name = "OfflineError";
  }
}
