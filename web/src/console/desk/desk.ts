import { computed, signal } from "@preact/signals";
import { patience } from "../../model/insist";
import { screen } from "../../model/screen";
import { explain } from "../../model/toasts";
import { call, hurry, on, onResync } from "../../net/client";
import { nowMs } from "../../platform/clock";
import type { Desk, Talk } from "../../protocol";
import { alarmsOf, freshened, upsert, withEntry, without, withTalk } from "./rules";
import { seldom } from "./seldom";

/** Hints may be lost: the desk is asked again anyway. */
const REFRESH_MS = 30_000;
const APART_MS = 500;

export const desk = signal<Desk | null>(null);
export const readAt = signal(0);
/** Why it cannot be read now; what was read before stays on screen. */
export const problem = signal<string | null>(null);
/** Conversations somebody brought me into, not looked at yet. */
export const fresh = signal<ReadonlySet<string>>(new Set());
export const alarms = computed(() => alarmsOf(desk.value?.waiting ?? []));

/** How often something was heard: an answer asked for before is old already. */
let heard = 0;
const again = seldom(APART_MS, () => void refresh());
const busy = patience(() => void refresh());

/** Follows the desk until the returned function is called. */
export function watchDesk(): () => void {
  const timer = setInterval(() => void refresh(), REFRESH_MS);
  const leave = [
    () => clearInterval(timer),
    hurry(),
    onResync(again.ask),
    on("desk.changed", again.ask),
    on("desk.waiting", ({ waiting }) =>
      hear((known) => ({ ...known, waiting: upsert(known.waiting, waiting) })),
    ),
    on("desk.gone", ({ visit }) =>
      hear((known) => ({ ...known, waiting: without(known.waiting, visit) })),
    ),
    on("room.entry", (event) =>
      change((known) => ({ ...known, talks: withEntry(known.talks, event) })),
    ),
    again.rest,
    busy.rest,
  ];
  void refresh();
  return () => {
    for (const stop of leave) stop();
    forget();
  };
}

function hear(fn: (known: Desk) => Desk): void {
  heard += 1;
  change(fn);
}

export function change(fn: (known: Desk) => Desk): void {
  const known = desk.peek();
  if (known) desk.value = fn(known);
}

export async function refresh(): Promise<void> {
  const before = heard;
  try {
    keep(await call("desk.open", {}));
  } catch (error) {
    problem.value = explain(error);
    busy.after(error);
  }
  if (heard !== before) again.ask();
}

/** As the server just said it. */
export function keep(next: Desk): void {
  note(next.talks);
  desk.value = freshened(desk.peek(), next);
  readAt.value = nowMs();
  problem.value = null;
}

/** A conversation changed by my own doing. */
export function keepTalk(talk: Talk): void {
  change((known) => withTalk(known, talk));
}

export function find(visit: string): Talk | undefined {
  return desk.value?.talks.find((talk) => talk.visit === visit);
}

/** Somebody looks at this conversation: it is not new any more. */
export function lookAt(visit: string): void {
  if (!fresh.peek().has(visit)) return;
  fresh.value = new Set([...fresh.peek()].filter((known) => known !== visit));
}

function note(talks: Talk[]): void {
  const known = desk.peek()?.talks;
  if (!known) return;
  const shown = screen.peek();
  const brought = talks
    .map(({ visit }) => visit)
    .filter((visit) => !known.some((talk) => talk.visit === visit))
    .filter((visit) => shown.at !== "talk" || shown.visit !== visit);
  if (brought.length > 0) fresh.value = new Set([...fresh.peek(), ...brought]);
}

function forget(): void {
  desk.value = null;
  problem.value = null;
  fresh.value = new Set();
}
