import type { Watched } from "../../protocol";

export const FILTERS = ["all", "waiting", "running", "stopped", "mine"] as const;
export type Filter = (typeof FILTERS)[number];

/** What an agent should look at first: the order says it, so that nobody has to search. */
export function ordered(alerts: Watched[]): Watched[] {
  return [...alerts].sort(
    (one, other) => urgency(one) - urgency(other) || one.launched_at - other.launched_at,
  );
}

/** Under constraint, then running without an answer, running, stopped, over. */
function urgency(alert: Watched): number {
  if (alert.state === "closed") return 4;
  if (alert.constrained) return 0;
  if (isWaiting(alert)) return 1;
  return alert.state === "running" ? 2 : 3;
}

/** Running, and nobody has said that she acts. */
export function isWaiting(alert: Watched): boolean {
  return alert.state === "running" && alert.acting === 0;
}

export function passes(alert: Watched, filter: Filter, search: string): boolean {
  return matches(alert, filter) && isAround(alert, search);
}

function matches(alert: Watched, filter: Filter): boolean {
  switch (filter) {
    case "all":
      return true;
    case "waiting":
      return isWaiting(alert);
    case "running":
    case "stopped":
      return alert.state === filter;
    case "mine":
      return alert.entered;
  }
}

/** Typed without accents or capitals, a place is still found. */
function isAround(alert: Watched, search: string): boolean {
  const place = plain(`${alert.commune ?? ""} ${alert.department ?? ""}`);
  return plain(search)
    .split(/\s+/)
    .every((word) => place.includes(word));
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
}

/** Alerts of `after` that `before` did not hold. */
export function appeared(before: Watched[], after: Watched[]): string[] {
  const known = new Set(before.map((alert) => alert.alert));
  return after.map((alert) => alert.alert).filter((id) => !known.has(id));
}
