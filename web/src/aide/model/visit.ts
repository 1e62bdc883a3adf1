import { signal } from "@preact/signals";
import { OfflineError, RefusedError } from "../../net/errors";
import type { Commands, HelpMoved, HelpOver, Visit } from "../../protocol";
import { lifeNow, onForget } from "../life";
import { call, closeLink } from "../net/link";
import { setProof } from "../net/proof";

/** `gone`: the server does not know it any more, and did not say why. */
export type Over = HelpOver["why"] | "gone";

/** Hints of the queue may be lost; while she waits the server is asked this often at least. */
const WAITING_MS = 60_000;

export const visit = signal<Visit | null>(null);
export const over = signal<Over | null>(null);

let follow: () => void = () => undefined;
let clock: ReturnType<typeof setInterval> | undefined;

/** Sets what begins with a visit. */
export function onEnter(fn: () => void): void {
  follow = fn;
}

export function enter(found: Visit, proof: string): void {
  setProof(proof);
  visit.value = found;
  clock = setInterval(() => {
    if (visit.peek()?.state === "waiting") askMine().catch(() => undefined);
  }, WAITING_MS);
  follow();
}

/** As `call`; a visit the server does not know is over. */
export async function ask<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
): Promise<Commands[K]["response"]> {
  if (over.peek()) throw new OfflineError();
  const life = lifeNow();
  try {
    return await call(name, request);
  } catch (error) {
    const unknown = error instanceof RefusedError && error.code === "session_expired";
    if (unknown && !life.aborted) finish("gone");
    throw error;
  }
}

export async function askMine(): Promise<void> {
  visit.value = await ask("help.mine", {});
}

/** Given freely; null takes it back. */
export async function identify(text: string | null): Promise<void> {
  visit.value = await ask("help.identify", { text });
}

/** What is on the screen stays until she wipes or closes; nothing more is said or asked. */
export function finish(why: Over): void {
  if (!visit.peek() || over.peek()) return;
  over.value = why;
  clearInterval(clock);
  closeLink();
  setProof(null);
}

/** Somebody who came before me left the queue, or came back into it. */
export function moved(mine: Visit, by: HelpMoved): Visit {
  const concerns = by.queue === mine.queue && by.came_at < mine.came_at && mine.place > 0;
  return concerns ? { ...mine, place: Math.max(1, mine.place + by.by) } : mine;
}

export function move(by: HelpMoved): void {
  const mine = visit.peek();
  if (mine) visit.value = moved(mine, by);
}

onForget(() => {
  clearInterval(clock);
  visit.value = null;
  over.value = null;
  setProof(null);
});
