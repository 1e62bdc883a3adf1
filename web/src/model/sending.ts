import { signal } from "@preact/signals";
import { call, OfflineError, onResync, RefusedError } from "../net/client";
import { hidden } from "../platform/hide";
import type { Entry } from "../protocol";
import { type Channel, idIn } from "./channels";
import { newId } from "./ids";
import { noticeRefusal } from "./session";

/** A message on its way; in memory only, so that nothing she wrote stays on the device. */
export interface Unsent {
  id: string;
  room: string;
  channel: Channel;
  text: string;
  at: number;
  state: "sending" | "unsent" | "refused";
  sentence?: string;
}

const RETRY_MS = 3_000;

export const unsent = signal<Unsent[]>([]);

let working = false;
let arrived: (room: string, channel: Channel, entry: Entry) => void = () => undefined;

/** Sets who receives the entry of an acknowledged message. */
export function onSent(fn: typeof arrived): void {
  arrived = fn;
}

export function say(room: string, channels: Channel[], text: string): void {
  const id = newId();
  const items = channels.map((channel) => ({
    id: idIn(channel, id),
    room,
    channel,
    text,
    at: Date.now(),
    state: "sending" as const,
  }));
  unsent.value = [...unsent.value, ...items];
  void work();
}

export function retry(id: string): void {
  change(id, { state: "sending", sentence: undefined });
  void work();
}

export function giveUp(id: string): void {
  unsent.value = unsent.value.filter((item) => item.id !== id);
}

/** A wipe: nothing more is said from this page. */
export function giveUpAll(): void {
  unsent.value = [];
}

/** The entry came back by another way: it was sent. */
export function settle(clientId: string | null): void {
  if (clientId && unsent.peek().some((item) => item.id === clientId)) giveUp(clientId);
}

/** In the order written, one at a time: a repeat is answered with the first result. */
async function work(): Promise<void> {
  if (working) return;
  working = true;
  for (let item = next(); item; item = next()) {
    if (!(await deliver(item))) break;
  }
  working = false;
}

function next(): Unsent | undefined {
  return unsent.peek().find((item) => item.state !== "refused");
}

async function deliver(item: Unsent): Promise<boolean> {
  const { room, channel, text, id } = item;
  try {
    const { entry } = await call("room.say", { room, channel, text, client_id: id });
    arrived(room, channel, entry);
    giveUp(id);
    return true;
  } catch (error) {
    noticeRefusal(error);
    return later(id, error);
  }
}

/** @returns whether the next message may go now. */
function later(id: string, error: unknown): boolean {
  const wait = error instanceof RefusedError ? error.retryAfterMs : RETRY_MS;
  if (error instanceof RefusedError && wait === null) {
    change(id, { state: "refused", sentence: error.sentence });
    return true;
  }
  if (error instanceof OfflineError) change(id, { state: "unsent" });
  setTimeout(() => void work(), wait ?? RETRY_MS);
  return false;
}

function change(id: string, patch: Partial<Unsent>): void {
  unsent.value = unsent.value.map((item) => (item.id === id ? { ...item, ...patch } : item));
}

onResync(() => void work());

window.addEventListener("beforeunload", (event) => {
  // Hiding asks nothing: a question on the screen would undo it.
  if (unsent.peek().length > 0 && !hidden.peek()) event.preventDefault();
});
