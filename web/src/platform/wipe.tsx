import { signal } from "@preact/signals";
import { render } from "preact";
import { headers } from "../net/secrets";
import type { Wiped } from "../protocol";
import { stopAlarm } from "./alarm";
import { destroyTraces } from "./destroy";
import { forgetFix } from "./geo";
import { nothingBehind } from "./hide";
import { readKeep, soon } from "./keep";
import { type Outcome, WipedScreen } from "./Wiped";

/** What the server is told with, held in memory until it has heard. */
type Proof = Record<string, string>;

export const CHANNEL = "a";
/** One for the page: a channel does not hear itself. */
const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

/** A disk that cannot be read now may still be erased: it is not waited for. */
const PROOF_MS = 500;

const forgetters = new Set<() => void>();
const outcome = signal<Outcome>({ here: "erasing", server: "asking" });
let running: Promise<void> | null = null;

/** `fn` drops what the page holds in memory and cuts its socket; it runs before anything else. */
export function onWipe(fn: () => void): () => void {
  forgetters.add(fn);
  return () => forgetters.delete(fn);
}

/** Other tabs of this browser wipe themselves too: one of them may hold the whole room. */
export function installWipe(): void {
  tabs?.addEventListener("message", (event) => {
    if (event.data === "wiped") void run(wipeHere);
  });
}

/**
 * Erases here first, then tells the server. Works offline, and twice. Never ends a running alert.
 * It always ends on the plain page; nothing is thrown.
 */
export function wipe(): Promise<void> {
  return run(wipeEverywhere);
}

function run(work: () => Promise<void>): Promise<void> {
  running ??= work().finally(() => {
    running = null;
  });
  return running;
}

async function wipeEverywhere(): Promise<void> {
  const proof = await soon(readProof(), PROOF_MS).catch((): Proof => ({}));
  await wipeHere();
  tabs?.postMessage("wiped");
  await tellServer(proof);
}

/** The tab that was told does only this: it neither tells the others back nor asks the server. */
async function wipeHere(): Promise<void> {
  forgetPage();
  const whole = await destroyTraces();
  outcome.value = { here: whole ? "erased" : "partly", server: "nothing" };
}

/** The secrets are read before they are erased: they are what the server must forget. */
async function readProof(): Promise<Proof> {
  const known = headers();
  return Object.keys(known).length > 0 ? known : headers(await readKeep());
}

function forgetPage(): void {
  stopAlarm();
  for (const forget of forgetters) forget();
  forgetFix();
  nothingBehind();
  outcome.value = { here: "erasing", server: "asking" };
  document.body.style.visibility = "";
  document.body.replaceChildren();
  const page = document.body.appendChild(document.createElement("div"));
  render(<WipedScreen outcome={outcome} />, page);
}

async function tellServer(proof: Proof): Promise<void> {
  if (Object.keys(proof).length === 0) return;
  toldServer("asking");
  const answer = await post(proof).catch(() => null);
  toldServer(answer ?? "later");
  if (answer) return;
  addEventListener("online", () => void tellServer(proof), { once: true });
}

function toldServer(server: Outcome["server"]): void {
  outcome.value = { ...outcome.value, server };
}

/** `keepalive`: the answer does not matter if the tab is closed now, the question does. */
async function post(proof: Proof): Promise<Wiped | "nothing"> {
  const response = await fetch("/api/wipe", {
    method: "POST",
    body: "{}",
    headers: { "Content-Type": "application/json", ...proof },
    credentials: "same-origin",
    keepalive: true,
  });
  // Refused means the session was dead already; a broken server is asked again.
  if (response.status >= 500) throw new Error("not told");
  return response.ok ? ((await response.json()) as Wiped) : "nothing";
}
