import { signal } from "@preact/signals";
import { screen } from "../../model/screen";
import { explain } from "../../model/toasts";
import { call, on, onResync } from "../../net/client";
import { nowMs } from "../../platform/clock";
import type { Board } from "../../protocol";
import { appeared } from "./rules";

/** Hints may be lost: the board is asked again anyway. */
const REFRESH_MS = 5_000;

export const board = signal<Board | null>(null);
/** When the board was last read. */
export const readAt = signal(0);
/** Why it cannot be read now; what was read before stays on screen. */
export const problem = signal<string | null>(null);
/** Alerts that appeared since the board was opened and were not looked at yet. */
export const fresh = signal<ReadonlySet<string>>(new Set());
/** Words written in rooms I am in, while I look elsewhere: room → how many. */
export const unread = signal<Readonly<Record<string, number>>>({});

/** Follows the board until the returned function is called. */
export function watchBoard(): () => void {
  const timer = setInterval(() => void refresh(), REFRESH_MS);
  const leave = [
    () => clearInterval(timer),
    onResync(() => void refresh()),
    on("board.changed", () => void refresh()),
    on("room.entry", ({ room, entry }) => {
      if (entry.kind === "said" && !isOpen(room)) count(room);
    }),
  ];
  void refresh();
  return () => {
    for (const stop of leave) stop();
    board.value = null;
  };
}

export async function refresh(): Promise<void> {
  try {
    const next = await call("board.watch", {});
    if (board.peek()) note(appeared(board.peek()?.alerts ?? [], next.alerts));
    board.value = next;
    readAt.value = nowMs();
    problem.value = null;
  } catch (error) {
    problem.value = explain(error);
  }
}

/** @throws RefusedError not_allowed, closed. @throws OfflineError */
export async function enter(alert: string): Promise<void> {
  await call("board.enter", { alert });
  await refresh();
}

/** Somebody looks at this alert: it is neither new nor unread any more. */
export function lookAt(alert: string): void {
  const room = find(alert)?.room;
  fresh.value = new Set([...fresh.value].filter((id) => id !== alert));
  if (room) unread.value = { ...unread.value, [room]: 0 };
}

export function find(alert: string) {
  return board.value?.alerts.find((known) => known.alert === alert);
}

function note(alerts: string[]): void {
  if (alerts.length > 0) fresh.value = new Set([...fresh.value, ...alerts]);
}

function isOpen(room: string): boolean {
  const shown = screen.peek();
  return shown.at === "room" && find(shown.alert)?.room === room && !document.hidden;
}

function count(room: string): void {
  unread.value = { ...unread.value, [room]: (unread.value[room] ?? 0) + 1 };
}
