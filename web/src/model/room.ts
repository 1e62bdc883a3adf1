import { effect, type Signal, signal } from "@preact/signals";
import { call, hurry, on, onResync, RefusedError } from "../net/client";
import { nowMs } from "../platform/clock";
import type { Entry, RoomView } from "../protocol";
import type { Channel } from "./channels";
import { onErased } from "./erasing";
import { advance, withFix, withPerson } from "./fold";
import { follow, type Talk } from "./following";
import { onSent, settle } from "./sending";
import { noticeRefusal } from "./session";
import { explain } from "./toasts";

/** The server says within two seconds what no hint brought; this is for the day when it does not. */
const REFRESH_MS = 60_000;

/** One alert's room on this page. Open it, read its signals, close it. */
export interface Room extends Talk {
  alert: string;
  view: Signal<RoomView | null>;
  /** When a point last arrived here: a phone's own clock may run ahead. */
  heardAt: Signal<Record<string, number>>;
  problem: Signal<string | null>;
  refresh(): Promise<void>;
  close(): void;
}

export function openRoom(alert: string): Room {
  const view = signal<RoomView | null>(null);
  const heardAt = signal<Record<string, number>>({});
  const problem = signal<string | null>(null);
  const following = follow(() => view.peek()?.room, meet);
  const { logs, reads, markRead } = following;

  const change = (fn: (view: RoomView) => RoomView) => {
    if (view.value) view.value = fn(view.value);
  };

  async function refresh(): Promise<void> {
    try {
      const next = await call("alert.open", { alert });
      problem.value = null;
      keepPoints(next);
      next.channels.forEach(following.meetHead);
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

  function meet(channel: Channel, entry: Entry): void {
    settle(entry.client_id);
    change((now) => advance(now, channel, entry));
  }

  onSent(following.arrive);
  const leave = [
    hurry(),
    onResync(() => void refresh()),
    on("room.entry", (event) => following.arrive(event.room, event.channel, event.entry)),
    on("room.head", following.wentOn),
    on("room.read", following.wasRead),
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
      heardAt.value = { ...heardAt.value, [who]: nowMs() };
      change((now) => withFix(now, who, fix));
    }),
    onErased((room) => {
      const mine = view.peek();
      if (mine?.room === room) following.empty(mine.me);
    }),
    every(REFRESH_MS, () => void refresh()),
    effect(() => {
      if (view.value?.state !== "closed") return;
      stopChecking();
      forget();
    }),
  ];
  /** Membership ends with the window: this page keeps none of what was said. */
  function forget(): void {
    following.forget();
    heardAt.value = {};
  }
  function stopChecking(): void {
    following.rest();
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
