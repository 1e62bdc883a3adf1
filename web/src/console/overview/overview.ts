import { signal } from "@preact/signals";
import { explain } from "../../model/toasts";
import { call, onResync } from "../../net/client";
import { nowMs } from "../../platform/clock";
import type { Overview } from "../../protocol";

const REFRESH_MS = 10_000;

export const overview = signal<Overview | null>(null);
export const readAt = signal(0);
export const problem = signal<string | null>(null);

/** Follows the overview until the returned function is called. */
export function watchOverview(): () => void {
  const timer = setInterval(() => void refresh(), REFRESH_MS);
  const leave = onResync(() => void refresh());
  void refresh();
  return () => {
    clearInterval(timer);
    leave();
    overview.value = null;
  };
}

export async function refresh(): Promise<void> {
  try {
    overview.value = await call("desk.overview", {});
    readAt.value = nowMs();
    problem.value = null;
  } catch (error) {
    problem.value = explain(error);
  }
}
