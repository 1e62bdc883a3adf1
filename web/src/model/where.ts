import { effect, signal } from "@preact/signals";
import { call } from "../net/client";
import { nowMs, readAt } from "../platform/clock";
import { type GeoError, lastFix, watch } from "../platform/geo";
import type { Fix } from "../protocol";
import { canLaunch, noticeRefusal } from "./session";
import { own } from "./standing";

const LIVE_MS = 1_000;
const CALM_MS = 15_000;
/** A phone lying still reads nothing new; its point must not grow old while the page is open. */
const STILL_MS = 20_000;
/** A first reading, cold and indoors, takes a minute or more: begun anew it may never come. */
const COLD_MS = 90_000;

/** Why this device gives no position, if it does not. */
export const geoError = signal<GeoError | null>(null);
/** The last point that the people of her alert have: acknowledged. `at` in milliseconds UTC. */
export const reported = signal<{ alert: string | undefined; at: number } | null>(null);
/** She shares her way with the other responders: as lively as an alert. */
export const sharingWay = signal(false);

let stopWatch: (() => void) | null = null;
let begunAt = 0;
let sentAt = 0;
let waiting: Fix | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let sending = false;

/** Position goes out only while the page is open and somebody here can launch. */
export function followPosition(): void {
  effect(() => {
    if (canLaunch.value) begin();
    else end();
  });
  effect(() => {
    if (isLive() && waiting) report(waiting);
  });
  setInterval(readAgain, STILL_MS);
}

/** Asks the device again, for instance after the person allowed it. */
export function begin(): void {
  stopWatch?.();
  begunAt = Date.now();
  stopWatch = watch(report, (error) => {
    geoError.value = error;
  });
}

/** At the press: a reading of now, unless the device is at its first one, which it may be near. */
export function lookNow(): void {
  const searches = stopWatch && !lastFix.peek() && !geoError.peek();
  if (!searches || Date.now() - begunAt > COLD_MS) begin();
}

/** Nothing read goes out any more, not even what was waiting. */
export function end(): void {
  stopWatch?.();
  stopWatch = null;
  waiting = null;
  clearTimeout(timer);
}

function readAgain(): void {
  const fix = lastFix.peek();
  const old = fix ? nowMs() - readAt(fix.at) > STILL_MS : Date.now() - begunAt > COLD_MS;
  if (stopWatch && old && isLively() && document.visibilityState === "visible") begin();
}

const isLive = (): boolean => own.value !== null || sharingWay.value;
const isLively = (): boolean => own.peek() !== null || sharingWay.peek();

function report(fix: Fix): void {
  geoError.value = null;
  waiting = fix;
  if (sending) return;
  // Timed anew: a wait begun in calm must not outlast it.
  clearTimeout(timer);
  const pace = isLively() ? LIVE_MS : CALM_MS;
  timer = setTimeout(() => void send(), Math.max(0, sentAt + pace - Date.now()));
}

/** The newest wins: what was read while one is on its way goes next, the rest is forgotten. */
async function send(): Promise<void> {
  const fix = waiting;
  waiting = null;
  sending = true;
  if (fix) await tell(fix).catch(noticeRefusal);
  sending = false;
  sentAt = Date.now();
  if (waiting) report(waiting);
}

async function tell(fix: Fix): Promise<void> {
  const at = readAt(fix.at);
  const { live } = await call("position.report", { ...fix, at });
  if (live) reported.value = { alert: own.peek()?.alert, at };
}
