import { signal } from "@preact/signals";
import { atLeast, catchUp, EMPTY, hasGap, type Log, receive, through } from "../../model/log";
import type { Entry, Events } from "../../protocol";
import { lifeNow, onForget } from "../life";
import { openLink } from "../net/link";
import { onSent, resend, settle } from "./sending";
import { ask, askMine, finish, move, onEnter, visit } from "./visit";

const AGAIN_MS = 2_000;

export const log = signal<Log>(EMPTY);

let syncing: Promise<void> | null = null;
let read = 0;

/** A new entry: told by a hint, or by the answer to what I said. */
export function hear(entry: Entry): void {
  if (!visit.peek()) return;
  settle(entry.client_id);
  log.value = receive(log.peek(), entry);
  mendLater();
  markRead();
}

function mendLater(): void {
  if (!hasGap(log.peek())) return;
  const life = lifeNow();
  sync().catch(() => setTimeout(() => !life.aborted && mendLater(), AGAIN_MS));
}

/** One at a time; whoever asks meanwhile gets the same. */
function sync(): Promise<void> {
  syncing ??= fetchMissing().finally(() => {
    syncing = null;
  });
  return syncing;
}

async function fetchMissing(): Promise<void> {
  const room = visit.peek()?.room;
  for (let more = room !== undefined; more && room; ) {
    const after = through(log.peek());
    const answer = await ask("room.sync", { room, channel: "all", after });
    for (const entry of answer.entries) settle(entry.client_id);
    log.value = catchUp(log.peek(), answer);
    more = hasGap(log.peek()) && through(log.peek()) > after;
  }
  markRead();
}

/** What is on a page nobody looks at is not read. */
function markRead(): void {
  const last = through(log.peek());
  const room = visit.peek()?.room;
  if (!room || last <= read || document.visibilityState !== "visible") return;
  read = last;
  ask("room.read", { room, channel: "all", seq: last }).catch(() => {
    read = 0;
  });
}

async function resync(): Promise<boolean> {
  try {
    await askMine();
    await sync();
  } catch {
    return false;
  }
  resend();
  return true;
}

type Heard = { [K in keyof Events]?: (event: Events[K]) => void };

const HEARD: Heard = {
  "help.changed": () => askMine().catch(() => undefined),
  "help.moved": move,
  "help.over": ({ why }) => finish(why),
  "room.entry": ({ channel, entry }) => channel === "all" && hear(entry),
  "room.head": ({ channel, seq }) => {
    if (channel !== "all") return;
    log.value = atLeast(log.peek(), seq);
    mendLater();
  },
};

onEnter(() => {
  log.value = atLeast(EMPTY, visit.peek()?.head ?? 0);
  openLink({
    resync,
    event: (name, event) => HEARD[name]?.(event),
    gone: () => finish("gone"),
  });
  mendLater();
});

onSent(hear);
document.addEventListener("visibilitychange", markRead);

onForget(() => {
  log.value = EMPTY;
  syncing = null;
  read = 0;
});
