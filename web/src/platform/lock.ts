import { computed, signal } from "@preact/signals";
import { hidden } from "./hide";
import { readKeep, writeKeep } from "./keep";

/**
 * A curtain, not a safe: it keeps a glance or a borrowed phone out. The decoy is in front, a
 * discreet hold opens the pad, the right code opens the app.
 */
export const locked = signal(false);
export const hasLock = signal(false);

/** The decoy is what is seen: the app hid itself or is locked. */
export const covered = computed(() => hidden.value || locked.value);

/** As OWASP's password storage sheet asks of PBKDF2-HMAC-SHA-256. */
const ROUNDS = 600_000;
const FREE_TRIES = 5;
const WAIT_MS = 30_000;
const AWAY_MS = 120_000;

let tries = 0;
let closedUntil = 0;

export type Unlock = { state: "open" } | { state: "wrong" } | { state: "wait"; ms: number };

/** Reads whether this device is locked; the first thing to await before anything is drawn. */
export async function openLock(): Promise<void> {
  const keep = await readKeep();
  hasLock.value = keep.lockHash !== undefined;
  locked.value = hasLock.value;
  lockWhenAway();
}

export async function setLock(code: string): Promise<void> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  await writeKeep({ lockHash: await digest(code, salt), lockSalt: toText(salt) });
  hasLock.value = true;
}

export async function removeLock(): Promise<void> {
  await writeKeep({ lockHash: undefined, lockSalt: undefined });
  hasLock.value = false;
  locked.value = false;
}

export function lockNow(): void {
  locked.value = hasLock.value;
}

/** `now` in milliseconds. After five wrong codes, each further one costs half a minute. */
export async function unlock(code: string, now = Date.now()): Promise<Unlock> {
  if (now < closedUntil) return { state: "wait", ms: closedUntil - now };
  if (await matches(code)) {
    tries = 0;
    locked.value = false;
    return { state: "open" };
  }
  tries += 1;
  if (tries < FREE_TRIES) return { state: "wrong" };
  closedUntil = now + WAIT_MS;
  return { state: "wait", ms: WAIT_MS };
}

async function matches(code: string): Promise<boolean> {
  const { lockHash, lockSalt } = await readKeep();
  if (!lockHash || !lockSalt) return true;
  return (await digest(code, fromText(lockSalt))) === lockHash;
}

async function digest(code: string, salt: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = new TextEncoder().encode(code);
  const key = await crypto.subtle.importKey("raw", bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return toText(new Uint8Array(await crypto.subtle.deriveBits(how, key, 256)));
}

/** A phone left on a table locks itself. */
function lockWhenAway(): void {
  let leftAt = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leftAt = Date.now();
    else if (leftAt && Date.now() - leftAt >= AWAY_MS) lockNow();
  });
}

const toText = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));

function fromText(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
