import { computed, signal } from "@preact/signals";
import { explain } from "../../model/toasts";
import { call, onResync } from "../../net/client";
import { nowMs } from "../../platform/clock";
import type { ReportView, Settle } from "../../protocol";

const REFRESH_MS = 15_000;

export const reports = signal<ReportView[] | null>(null);
export const readAt = signal(0);
export const problem = signal<string | null>(null);
export const chosenId = signal<string | null>(null);

export const open = computed(() =>
  (reports.value ?? [])
    .filter((report) => report.outcome === null)
    .sort((one, other) => one.at - other.at),
);
export const settled = computed(() =>
  (reports.value ?? [])
    .filter((report) => report.outcome !== null)
    .sort((one, other) => other.at - one.at),
);
export const chosen = computed(
  () => reports.value?.find((report) => report.report === chosenId.value) ?? null,
);

/** Follows the reports until the returned function is called. */
export function watchReports(): () => void {
  const timer = setInterval(() => void refresh(), REFRESH_MS);
  const leave = onResync(() => void refresh());
  void refresh();
  return () => {
    clearInterval(timer);
    leave();
    reports.value = null;
  };
}

export async function refresh(): Promise<void> {
  try {
    keep((await call("reports.list", {})).reports);
  } catch (error) {
    problem.value = explain(error);
  }
}

/** @throws RefusedError not_found, not_allowed. @throws OfflineError */
export async function settle(decision: Settle): Promise<void> {
  keep((await call("reports.settle", decision)).reports);
}

function keep(next: ReportView[]): void {
  reports.value = next;
  readAt.value = nowMs();
  problem.value = null;
}
