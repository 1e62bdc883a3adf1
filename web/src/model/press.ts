import { signal } from "@preact/signals";
import { call, onResync, RefusedError } from "../net/client";
import { handshake } from "../net/secrets";
import { nowMs, readAt } from "../platform/clock";
import { lastFix } from "../platform/geo";
import { type Keep, readKeep, writeKeep } from "../platform/keep";
import type { Alert } from "../protocol";
import { newId } from "./ids";
import { canLaunch, noticeRefusal, phase } from "./session";
import { onTabs, tellTabs } from "./tabs";

/** An alert asked for and not acknowledged. `unsent`: no acknowledgement within five seconds. */
export interface Press {
  id: string;
  at: number;
  phase: "sending" | "unsent" | "refused";
  sentence?: string;
}

const ACK_MS = 5_000;
const RETRY_MS = 1_500;
/** Older points would mislead; the server then uses the last one it knows. */
const FRESH_FIX_MS = 120_000;
/** A press found older than this at the opening may not be meant any more: ask. */
const MEANT_MS = 10 * 60_000;

export const pending = signal<Press | null>(null);
/** When a press was made that never left and is too old to leave by itself. */
export const forgotten = signal<number | null>(null);

/** The press made by a hold on this page, as against one found. */
let held = "";
let trying = false;
let told: (alert: Alert) => void = () => undefined;

/** Sets who hears of the acknowledged alert, and takes up a press kept from before. */
export async function watchPress(onAlert: (alert: Alert) => void): Promise<void> {
  told = onAlert;
  onResync(() => void attempt());
  onTabs((news) => {
    if (news === "press") void takeUp();
    if (news === "answered") clear();
  });
  await takeUp();
}

/** A hold is a press of its own; until it is answered, holding again here is the same one. */
export async function press(): Promise<void> {
  const waiting = pending.peek();
  const same = waiting !== null && waiting.id === held && waiting.phase !== "refused";
  if (same) return attempt();
  held = begin();
  await attempt();
  await keeping;
}

/** She changed her mind before anybody was told, or does not mean an old press any more. */
export async function takeBack(): Promise<void> {
  clear();
  await keep(undefined);
  tellTabs("answered");
}

/** In the memory of this page only. */
export function clear(): void {
  pending.value = null;
  forgotten.value = null;
}

/** @returns its id. It replaces whatever was kept; keeping it delays nothing. */
function begin(): string {
  const id = newId();
  const at = Date.now();
  forgotten.value = null;
  pending.value = { id, at, phase: "sending" };
  void keep({ id, at }).then(() => tellTabs("press"));
  return id;
}

let keeping: Promise<void> = Promise.resolve();

/** In the order asked. A device that cannot write forgets; no alert is lost or stuck for it. */
function keep(press: Keep["press"]): Promise<void> {
  keeping = keeping.then(() => writeKeep({ press })).catch(() => undefined);
  return keeping;
}

async function takeUp(): Promise<void> {
  const { press: known } = await readKeep().catch((): Keep => ({}));
  if (!known || pending.peek()) return;
  if (Math.abs(Date.now() - known.at) > MEANT_MS) {
    forgotten.value = known.at;
    return;
  }
  forgotten.value = null;
  pending.value = { ...known, phase: "sending" };
  void attempt();
}

async function attempt(): Promise<void> {
  if (trying || !pending.peek()) return;
  trying = true;
  const late = setTimeout(() => mark("unsent"), ACK_MS);
  try {
    await send();
  } finally {
    clearTimeout(late);
    trying = false;
  }
}

async function send(): Promise<void> {
  const asked = pending.peek();
  if (!asked || asked.phase === "refused") return;
  const shown = handshake();
  try {
    answered(asked, await call("alert.start", { press: asked.id, fix: freshFix() }));
  } catch (error) {
    noticeRefusal(error, shown);
    failed(asked, error);
  }
}

function answered(asked: Press, alert: Alert): void {
  if (alert.state !== "running" && isMeantNow(asked)) {
    again(0);
    return;
  }
  clear();
  told(alert);
  tellTabs("answered");
  void keep(undefined);
}

/**
 * A press found here may be answered by an alert long over. Whoever held the button on this page
 * meanwhile means now: pressed anew, once.
 */
function isMeantNow(asked: Press): boolean {
  const now = pending.peek();
  if (!now || (now.id === asked.id && now.id !== held)) return false;
  if (now.id === asked.id) begin();
  return true;
}

function failed(asked: Press, error: unknown): void {
  const refusal = error instanceof RefusedError ? error : null;
  if (pending.peek()?.id === asked.id && isFinal(refusal)) {
    refuse(refusal?.sentence);
    return;
  }
  mark("unsent");
  again(refusal?.retryAfterMs ?? RETRY_MS);
}

/** An expired session leaves the alert credential to try with; without either nothing can pass. */
function isFinal(refusal: RefusedError | null): boolean {
  if (phase.peek() !== "starting" && !canLaunch.peek()) return true;
  return refusal?.retryAfterMs === null && refusal.code !== "session_expired";
}

function again(inMs: number): void {
  setTimeout(() => void attempt(), inMs);
}

function refuse(sentence: string | undefined): void {
  if (!pending.value) return;
  pending.value = { ...pending.value, phase: "refused", sentence };
  void keep(undefined);
}

function mark(next: Press["phase"]): void {
  if (pending.value) pending.value = { ...pending.value, phase: next };
}

function freshFix() {
  const fix = lastFix.peek();
  const at = fix ? readAt(fix.at) : 0;
  return fix && nowMs() - at < FRESH_FIX_MS ? { ...fix, at } : null;
}
