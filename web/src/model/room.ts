import { effect, type Signal, signal } from "@preact/signals";
import { call, on, onResync, RefusedError, state } from "../net/client";
import type { Entry, RoomView } from "../protocol";
import type { Channel } from "./channels";
import { advance, withFix, withPerson } from "./fold";
import { atLeast, catchUp, EMPTY, hasGap, type Log, receive, through } from "./log";
import { onSent, settle } from "./sending";
import { noticeRefusal } from "./session";
import { explain } from "./toasts";

/** A hint may be lost although the link lives: look again now and then. */
const CHECK_MS = 5_000;
const REFRESH_MS = 20_000;
const PAGE = 200;

/** One alert's room on this page. Open it, read its signals, close it. */
export interface Room {
  alert: string;
  view: Signal<RoomView | null>;
  logs: Signal<Record<string, Log>>;
  /** How far others have read: channel → who → seq. */
  reads: Signal<Record<string, Record<string, number>>>;
  /** When a point last arrived here: a phone's own clock may run ahead. */
  heardAt: Signal<Record<string, number>>;
  problem: Signal<string | null>;
  refresh(): Promise<void>;
  markRead(channel: Channel): void;
  close(): void;
}

export function openRoom(alert: string): Room {
  const view = signal<RoomView | null>(null);
  const logs = signal<Record<string, Log>>({});
  const reads = signal<Record<string, Record<string, number>>>({});
  const heardAt = signal<Record<string, number>>({});
  const problem = signal<string | null>(null);
  const syncing = new Set<Channel>();
  const marked: Record<string, number> = {};

  const change = (fn: (view: RoomView) => RoomView) => {
    if (view.value) view.value = fn(view.value);
  };
  const logOf = (channel: Channel) => logs.peek()[channel] ?? EMPTY;
  const setLog = (channel: Channel, log: Log) => {
    logs.value = { ...logs.peek(), [channel]: log };
  };

  async function refresh(): Promise<void> {
    try {
      const next = await call("alert.open", { alert });
      problem.value = null;
      keepPoints(next);
      for (const head of next.channels) meetHead(head.channel, head.seq);
    } catch (error) {
      noticeRefusal(error);
      if (error instanceof RefusedError && error.code === "closed") change(closed);
      if (!view.peek()) problem.value = explain(error);
    }
  }

  /** A fresh read may be older than a point that came by a hint meanwhile. */
  function keepPoints(next: RoomView): void {
    const before = view.peek();
    const points = before ? [before.caller, ...before.people] : [];
    view.value = points.reduce(
      (fresh, { who, fix }) => (fix ? withFix(fresh, who, newer(fresh, who, fix)) : fresh),
      next,
    );
  }

  function meetHead(channel: Channel, seq: number): void {
    setLog(channel, atLeast(logOf(channel), seq));
    if (hasGap(logOf(channel))) void fill(channel);
  }

  async function fill(channel: Channel): Promise<void> {
    if (syncing.has(channel)) return;
    syncing.add(channel);
    try {
      while ((await page(channel)) > 0 && hasGap(logOf(channel)));
    } catch (error) {
      noticeRefusal(error);
    } finally {
      syncing.delete(channel);
    }
  }

  /** @returns how many entries came. */
  async function page(channel: Channel): Promise<number> {
    const room = view.peek()?.room;
    if (!room) return 0;
    const after = through(logOf(channel));
    const answer = await call("room.sync", { room, channel, after, limit: PAGE });
    setLog(channel, catchUp(logOf(channel), answer));
    for (const entry of answer.entries) meet(channel, entry);
    return answer.entries.length;
  }

  function check(): void {
    if (state.peek() !== "live") return;
    for (const { channel } of view.peek()?.channels ?? []) void fill(channel);
  }

  function meet(channel: Channel, entry: Entry): void {
    settle(entry.client_id);
    change((now) => advance(now, channel, entry));
  }

  function arrive(room: string, channel: Channel, entry: Entry): void {
    if (room !== view.peek()?.room) return;
    setLog(channel, receive(logOf(channel), entry));
    if (hasGap(logOf(channel))) void fill(channel);
    else meet(channel, entry);
  }

  function markRead(channel: Channel): void {
    const room = view.peek()?.room;
    const seq = through(logOf(channel));
    if (!room || seq <= (marked[channel] ?? 0)) return;
    marked[channel] = seq;
    call("room.read", { room, channel, seq }).catch(noticeRefusal);
  }

  onSent(arrive);
  const leave = [
    onResync(() => void refresh()),
    on("room.entry", (event) => arrive(event.room, event.channel, event.entry)),
    on("room.read", ({ room, channel, who, seq }) => {
      if (room !== view.peek()?.room) return;
      reads.value = { ...reads.value, [channel]: { ...reads.value[channel], [who]: seq } };
    }),
    on("alert.person", (event) => {
      if (event.alert === alert) change((now) => withPerson(now, event.person));
    }),
    on("alert.tally", (event) => {
      if (event.alert === alert) change((now) => ({ ...now, tally: event.tally }));
    }),
    on("alert.changed", (event) => {
      if (event.alert === alert) void refresh();
    }),
    on("position.moved", ({ room, who, fix }) => {
      if (room !== view.peek()?.room) return;
      heardAt.value = { ...heardAt.value, [who]: Date.now() };
      change((now) => withFix(now, who, fix));
    }),
    every(CHECK_MS, check),
    every(REFRESH_MS, () => void refresh()),
    effect(() => {
      if (view.value?.state !== "closed") return;
      stopChecking();
      forget();
    }),
  ];
  /** Membership ends with the window: this page keeps none of what was said. */
  function forget(): void {
    logs.value = {};
    reads.value = {};
    heardAt.value = {};
  }
  function stopChecking(): void {
    leave.splice(0).forEach((stop) => {
      stop();
    });
  }

  void refresh();
  return { alert, view, logs, reads, heardAt, problem, refresh, markRead, close: stopChecking };
}

/** Nothing of where anybody was outlives the window. */
function closed(view: RoomView): RoomView {
  const nowhere = <P extends { fix: unknown }>(person: P) => ({ ...person, fix: null });
  return {
    ...view,
    state: "closed",
    caller: nowhere(view.caller),
    people: view.people.map(nowhere),
  };
}

function newer(view: RoomView, who: string, fix: NonNullable<RoomView["caller"]["fix"]>) {
  const fresh = [view.caller, ...view.people].find((person) => person.who === who)?.fix;
  return fresh && fresh.at > fix.at ? fresh : fix;
}

function every(ms: number, fn: () => void): () => void {
  const timer = setInterval(fn, ms);
  return () => clearInterval(timer);
}
