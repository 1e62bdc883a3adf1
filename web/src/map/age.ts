import type { Fix } from "../protocol";
import { type MapWord, t } from "./words";

/** Past this, nobody may call a point live. */
export const LIVE_MS = 60_000;
/** Past this, the phone is said to be silent: waiting for its next point is no plan. */
export const SILENT_MS = 5 * 60_000;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** `unsure`: the phone's clock runs ahead of ours, so its age cannot be known. */
export type Age = "live" | "recent" | "silent" | "unsure";

export function ageOf(fix: Fix, now: number): Age {
  const ms = now - fix.at;
  if (ms < -LIVE_MS) return "unsure";
  if (ms <= LIVE_MS) return "live";
  return ms <= SILENT_MS ? "recent" : "silent";
}

/** "en direct", "il y a 2 min", "téléphone silencieux depuis 3 h 05". */
export function ageWords(fix: Fix | null, now: number): string {
  if (!fix) return t("unknown");
  const words: Record<Age, MapWord> = {
    live: "live",
    recent: "ago",
    silent: "silent",
    unsure: "unsure",
  };
  return t(words[ageOf(fix, now)], { span: span(now - fix.at) });
}

/** Whole minutes, rounded down: a point is never said to be older than it is by a minute. */
function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE));
  if (ms < HOUR) return t("minutes", { minutes });
  const hours = Math.floor(ms / HOUR);
  const rest = String(minutes % 60).padStart(2, "0");
  return t("hours", { hours: String(hours), rest });
}
