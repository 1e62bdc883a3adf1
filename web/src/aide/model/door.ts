import { signal } from "@preact/signals";
import { OfflineError, RefusedError } from "../../net/errors";
import type { Begin, Door, Visit } from "../../protocol";
import { language } from "../../words/area";
import { lifeNow, onForget, pause } from "../life";
import { tellUntilHeard } from "../net/farewell";
import { post } from "../net/https";
import { newSecret } from "../net/proof";
import { solve } from "../puzzle/solve";
import { type Answers, answers, asked } from "./form";
import { enter } from "./visit";

/** `nobody`: no officer is there now. `unreachable`: the door did not answer. */
export type DoorState = "asking" | "somebody" | "nobody" | "unreachable";

type Paid = Pick<Begin, "ticket" | "answer">;

const FIRST_MS = 1_000;
const LONGEST_MS = 15_000;
const AGAIN_MS = 1_000;
/** The ticket waited too long, or the puzzle has become harder meanwhile. */
const ASK_THE_DOOR_AGAIN = new Set(["stale_ticket", "puzzle"]);

export const door = signal<DoorState>("asking");
export const starting = signal(false);
/** No answer yet; it goes on by itself. */
export const slow = signal(false);
/** Why it cannot begin, in her language; empty: nobody knows. Nothing she chose is lost. */
export const problem = signal<string | null>(null);

let ready: Promise<Paid> | null = null;

/** The puzzle is solved while she reads. */
export function openDoor(): void {
  ready = pay(lifeNow());
  ready.catch(() => undefined);
}

/** Comes into the queue, or says what is missing. */
export async function start(): Promise<void> {
  const chosen = answers();
  asked.value = true;
  if (starting.peek() || !chosen) return;
  const life = lifeNow();
  starting.value = true;
  problem.value = null;
  try {
    await begin(chosen, life);
  } catch (error) {
    if (!life.aborted) problem.value = error instanceof RefusedError ? error.sentence : "";
  }
  if (!life.aborted) starting.value = false;
}

async function pay(life: AbortSignal): Promise<Paid> {
  const { ticket, bits, open } = await askDoor(life);
  door.value = open ? "somebody" : "nobody";
  return { ticket, answer: await solve(ticket, bits, life) };
}

async function askDoor(life: AbortSignal): Promise<Door> {
  for (let wait = FIRST_MS; ; wait = Math.min(2 * wait, LONGEST_MS)) {
    try {
      return await post("help.door", {}, { life });
    } catch {
      life.throwIfAborted();
      door.value = "unreachable";
      await pause(wait, life);
    }
  }
}

/** With one secret: a repeat finds what the first has begun. */
async function begin(chosen: Answers, life: AbortSignal): Promise<void> {
  const secret = newSecret();
  for (;;) {
    if (!ready) openDoor();
    const paid = await ready;
    life.throwIfAborted();
    try {
      const request = { ...chosen, ...(paid as Paid), secret, language: language.peek() };
      const visit = await post("help.begin", request);
      return settle(visit, secret, life);
    } catch (error) {
      await mend(error, life);
    }
  }
}

/** Wiped while the server was opening it: what it opened must go too. */
function settle(visit: Visit, secret: string, life: AbortSignal): void {
  const proof = `${visit.visit}.${secret}`;
  if (life.aborted) void tellUntilHeard(proof);
  else enter(visit, proof);
}

/** Throws what no repeat can mend. */
async function mend(error: unknown, life: AbortSignal): Promise<void> {
  life.throwIfAborted();
  if (error instanceof RefusedError && ASK_THE_DOOR_AGAIN.has(error.code)) openDoor();
  else if (error instanceof RefusedError && error.retryAfterMs === null) throw error;
  slow.value = error instanceof OfflineError;
  const wait = error instanceof RefusedError ? error.retryAfterMs : null;
  await pause(wait ?? AGAIN_MS, life);
}

onForget(() => {
  ready = null;
  door.value = "asking";
  starting.value = false;
  slow.value = false;
  problem.value = null;
});
