import type { Fix } from "../../protocol";
import { language, t } from "../../words/app";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** "Live" is never said of an older point. */
export const LIVE_MS = MINUTE;
/** Then the phone has said nothing for a while: say so. */
const SILENT_MS = 5 * MINUTE;

/** How long ago, in words. */
export function ago(at: number, now: number): string {
  const age = Math.max(0, now - at);
  if (age < 5 * SECOND) return t("age.just");
  if (age < MINUTE) return t("age.seconds", { n: Math.floor(age / SECOND) });
  if (age < HOUR) return t("age.minutes", { n: Math.floor(age / MINUTE) });
  return t("age.hours", { n: Math.floor(age / HOUR) });
}

export type Freshness = "live" | "old" | "silent" | "none";

/** `heardAt`: when this page last heard of the point; a phone's clock may run ahead of ours. */
export function freshness(fix: Fix | null, heardAt: number | undefined, now: number): Freshness {
  if (!fix) return "none";
  const age = now - Math.min(fix.at, heardAt ?? fix.at);
  if (age < LIVE_MS) return "live";
  return age < SILENT_MS ? "old" : "silent";
}

/** "En direct", "il y a 2 min", "Téléphone silencieux · il y a 12 min". */
export function pointAge(fix: Fix | null, heardAt: number | undefined, now: number): string {
  const fresh = freshness(fix, heardAt, now);
  if (!fix || fresh === "none") return t("age.none");
  if (fresh === "live") return t("age.live");
  const words = ago(Math.min(fix.at, heardAt ?? fix.at), now);
  return fresh === "silent" ? `${t("age.silent")} · ${words}` : words;
}

/** A day and an hour, short, in the person's language and this device's time. */
export function dayAndHour(at: number): string {
  return new Intl.DateTimeFormat(language.value, {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

export function day(at: number): string {
  return new Intl.DateTimeFormat(language.value, { dateStyle: "long" }).format(at);
}

export function hour(at: number): string {
  return new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit" }).format(at);
}
