import { signal } from "@preact/signals";
import { call, onResync, RefusedError } from "../net/client";
import { lastFix } from "../platform/geo";
import { readKeep, writeKeep } from "../platform/keep";
import type { Alert } from "../protocol";
import { newId } from "./ids";
import { noticeRefusal } from "./session";
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

export const pending = signal<Press | null>(null);
let trying = false;
let told: (alert: Alert) => void = () => undefined;

/** Sets who hears of the acknowledged alert, and takes up a press kept from before. */
export async function watchPress(onAlert: (alert: Alert) => void): Promise<void> {
  told = onAlert;
  onResync(() => void attempt());
  onTabs((news) => {
    if (news === "press") void takeUp();
    if (news === "answered") pending.value = null;
  });
  await takeUp();
}

/** One press, one alert: a second call, from any tab, is the same press until it is answered. */
export async function press(): Promise<void> {
  if (pending.peek() && pending.peek()?.phase !== "refused") return void attempt();
  pending.value = { id: newId(), at: Date.now(), phase: "sending" };
  const kept = await keepOne(pending.value).catch(() => null);
  if (kept && pending.value) pending.value = { ...pending.value, ...kept };
  tellTabs("press");
  await attempt();
}

/** She changed her mind before anybody was told. */
export async function takeBack(): Promise<void> {
  pending.value = null;
  await writeKeep({ press: undefined });
  tellTabs("answered");
}

async function keepOne(mine: Press): Promise<{ id: string; at: number }> {
  const { press: known } = await readKeep();
  if (known) return known;
  const press = { id: mine.id, at: mine.at };
  await writeKeep({ press });
  return press;
}

async function takeUp(): Promise<void> {
  const { press: known } = await readKeep();
  if (!known || pending.peek()) return;
  pending.value = { ...known, phase: "sending" };
  await attempt();
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
  if (!asked) return;
  try {
    const alert = await call("alert.start", { press: asked.id, fix: freshFix() });
    await writeKeep({ press: undefined });
    pending.value = null;
    told(alert);
    tellTabs("answered");
  } catch (error) {
    failed(error);
  }
}

function failed(error: unknown): void {
  noticeRefusal(error);
  if (error instanceof RefusedError && isFinal(error.code)) {
    refuse(error.sentence);
    return;
  }
  mark("unsent");
  const wait = error instanceof RefusedError ? error.retryAfterMs : null;
  setTimeout(() => void attempt(), wait ?? RETRY_MS);
}

/** An expired session is tried again with the alert credential; a busy server, after a moment. */
function isFinal(code: string): boolean {
  return !["session_expired", "too_fast", "try_again"].includes(code);
}

function refuse(sentence: string): void {
  if (!pending.value) return;
  pending.value = { ...pending.value, phase: "refused", sentence };
  void writeKeep({ press: undefined });
}

function mark(next: Press["phase"]): void {
  if (pending.value) pending.value = { ...pending.value, phase: next };
}

function freshFix() {
  const fix = lastFix.peek();
  return fix && Date.now() - fix.at < FRESH_FIX_MS ? fix : null;
}
