import { t } from "./words/words";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** "40 s", "12 min", "3 h 05": whole units, rounded down. */
export function span(ms: number): string {
  if (ms < MINUTE) return t("span_s", { n: Math.max(0, Math.floor(ms / 1_000)) });
  if (ms < HOUR) return t("span_min", { n: Math.floor(ms / MINUTE) });
  const rest = String(Math.floor((ms % HOUR) / MINUTE)).padStart(2, "0");
  return t("span_h", { n: Math.floor(ms / HOUR), rest });
}
