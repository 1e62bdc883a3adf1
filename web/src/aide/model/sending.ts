import { signal } from "@preact/signals";
import { newId } from "../../model/ids";
import { OfflineError, RefusedError } from "../../net/errors";
import type { Entry } from "../../protocol";
import { lifeNow, onForget } from "../life";
import { ask, over, visit } from "./visit";

/** What she wrote and the server has not acknowledged; in memory only. */
export interface Unsent {
  id: string;
  text: string;
  state: "sending" | "unsent" | "refused";
  sentence?: string;
}

/** As the server counts it. */
export const LONGEST = 4_000;
const RETRY_MS = 3_000;

export const unsent = signal<Unsent[]>([]);
/** What she is writing. Held here so that a wipe in mid-sentence takes it. */
export const draft = signal("");

let working: AbortSignal | null = null;
let arrived: (entry: Entry) => void = () => undefined;

/** Sets who receives the entry of an acknowledged message. */
export function onSent(fn: typeof arrived): void {
  arrived = fn;
}

/** Says what is in the draft, unless it is too long. */
export function sendDraft(): void {
  const text = draft.peek().trim();
  if (!text || tooLong(draft.peek()) > 0 || over.peek()) return;
  unsent.value = [...unsent.value, { id: newId(), text, state: "sending" }];
  draft.value = "";
  void work();
}

export const tooLong = (text: string): number => [...text.trim()].length - LONGEST;

export function retry(id: string): void {
  change(id, { state: "sending", sentence: undefined });
  void work();
}

export function drop(id: string): void {
  unsent.value = unsent.value.filter((item) => item.id !== id);
}

/** The network is back. */
export const resend = (): void => void work();

/** The entry came back by another way: it was sent. */
export function settle(clientId: string | null): void {
  if (clientId && unsent.peek().some((item) => item.id === clientId)) drop(clientId);
}

/** In the order written, one at a time: a repeat is answered with the first result. */
async function work(): Promise<void> {
  const life = lifeNow();
  if (working === life) return;
  working = life;
  for (let item = next(); item; item = next()) {
    if (!(await deliver(item, life))) break;
  }
  if (working === life) working = null;
}

function next(): Unsent | undefined {
  return over.peek() ? undefined : unsent.peek().find((item) => item.state !== "refused");
}

async function deliver({ id, text }: Unsent, life: AbortSignal): Promise<boolean> {
  const room = visit.peek()?.room;
  if (!room) return false;
  try {
    const { entry } = await ask("room.say", { room, channel: "all", text, client_id: id });
    arrived(entry);
    drop(id);
    return true;
  } catch (error) {
    return !life.aborted && later(id, error, life);
  }
}

/** @returns whether the next message may go now. */
function later(id: string, error: unknown, life: AbortSignal): boolean {
  if (error instanceof RefusedError && error.retryAfterMs === null) {
    change(id, { state: "refused", sentence: error.sentence });
    return !over.peek();
  }
  const wait = error instanceof RefusedError ? error.retryAfterMs : null;
  if (error instanceof OfflineError) change(id, { state: "unsent" });
  setTimeout(() => !life.aborted && void work(), wait ?? RETRY_MS);
  return false;
}

function change(id: string, patch: Partial<Unsent>): void {
  unsent.value = unsent.value.map((item) => (item.id === id ? { ...item, ...patch } : item));
}

onForget(() => {
  unsent.value = [];
  draft.value = "";
});
