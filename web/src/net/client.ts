import { signal } from "@preact/signals";
import type { Commands, Events } from "../protocol";
import { OfflineError, RefusedError } from "./errors";
import { post } from "./https";
import { handshake, type Secrets } from "./secrets";
import { ask, lastShown, REFUSED_HANDSHAKE, socket } from "./socket";

export { OfflineError, RefusedError } from "./errors";

/** `polling`: websockets are blocked here, the same commands go over HTTPS. */
export type LinkState = "connecting" | "live" | "polling" | "offline";

export const ACK_MS = 5_000;
const POLL_MS = 1_500;
/** A socket that was there comes back by itself: only if it does not, this page asks by HTTPS.
 * Doubled at most, by chance: where thousands lose theirs, their questions would delay it. */
const LOST_MS = 4_000;
const PROBE_MS = 3_000;
/** Told so, this page leaves the server to those who are coming in: its own socket is on its way,
 * if it ever had one. Doubled at most, by chance. */
const BUSY_MS = 3_000;
/** Some proxies neither open nor refuse a websocket: do not wait for it. */
const HANGING_MS = 2_000;

export const state = signal<LinkState>("connecting");

/** Not safe to send twice: the first may have been carried out although unanswered. */
const ONCE: ReadonlySet<keyof Commands> = new Set(["push.test"]);

/** Half of a session is an HttpOnly cookie: only an HTTPS answer can set it or take it away. */
const BY_HTTPS: ReadonlySet<keyof Commands> = new Set(["session.open", "session.close"]);

type OnRefused = (code: string, shown: Secrets) => void;
const resyncs = new Set<() => void>();
const refusals = new Set<OnRefused>();
let poller: ReturnType<typeof setTimeout> | undefined;
let hadSocket = false;
let hurried = 0;

/**
 * Sends one command by the best door open and returns its answer.
 * @throws RefusedError the server said no. @throws OfflineError nobody answered in time.
 */
export async function call<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
): Promise<Commands[K]["response"]> {
  if (BY_HTTPS.has(name) || !socket.connected) return post(name, request, ACK_MS);
  try {
    return await ask(name, request, ACK_MS);
  } catch (error) {
    if (!(error instanceof OfflineError) || ONCE.has(name)) throw error;
    return post(name, request, ACK_MS);
  }
}

/** Listens to a server event. Returns how to stop listening. */
export function on<K extends keyof Events>(name: K, fn: (event: Events[K]) => void): () => void {
  const listener = fn as (event: unknown) => void;
  socket.on(name as string, listener);
  return () => socket.off(name as string, listener);
}

/** `fn` runs whenever hints may have been missed: on each connection, and while polling. */
export function onResync(fn: () => void): () => void {
  resyncs.add(fn);
  return () => resyncs.delete(fn);
}

/** From now on this page asks elsewhere soon when its socket is lost: a room is open on it. Returns
 * how to end that. */
export function hurry(): () => void {
  hurried += 1;
  return () => {
    hurried -= 1;
  };
}

/** `fn` hears the code with which the server refused a handshake, and the secrets it showed. */
export function onRefused(fn: OnRefused): () => void {
  refusals.add(fn);
  return () => refusals.delete(fn);
}

/** Connects again at once, with the secrets of now. */
export function reconnect(): void {
  disconnect();
  if (!handshake().device && !handshake().credential) return;
  state.value = "connecting";
  socket.connect();
  lookElsewhere(HANGING_MS);
}

export function disconnect(): void {
  clearTimeout(poller);
  poller = undefined;
  socket.disconnect();
}

function resync(): void {
  for (const fn of resyncs) fn();
}

function refused(code: string): void {
  for (const fn of refusals) fn(code, lastShown());
}

socket.on("connect", () => {
  clearTimeout(poller);
  poller = undefined;
  state.value = "live";
  hadSocket = true;
  resync();
});

socket.on("disconnect", (reason) => {
  if (reason === "io client disconnect") return;
  state.value = navigator.onLine ? "connecting" : "offline";
  if (reason === "io server disconnect") socket.connect();
  lookElsewhere(hurried > 0 ? POLL_MS : LOST_MS * (1 + Math.random()));
});

socket.on("connect_error", (error) => {
  if (REFUSED_HANDSHAKE.has(error.message)) refused(error.message);
  else {
    lookElsewhere(0);
    // a socket that was refused does not try again by itself
    if (!socket.active) setTimeout(again, BUSY_MS * (1 + Math.random()));
  }
});

function again(): void {
  if (poller !== undefined && !socket.active) socket.connect();
}

function lookElsewhere(inMs: number): void {
  poller ??= setTimeout(poll, inMs);
}

/** While the socket keeps trying, see whether plain HTTPS passes. */
async function poll(): Promise<void> {
  const found = await probe();
  if (socket.connected || poller === undefined) return;
  state.value = found === "nobody" ? "offline" : "polling";
  if (found === "answers") resync();
  poller = setTimeout(
    poll,
    found === "busy" && hadSocket ? BUSY_MS * (1 + Math.random()) : POLL_MS,
  );
}

/** Where thousands come back at once the socket is on its way: more questions would delay it. */
async function probe(): Promise<"answers" | "busy" | "nobody"> {
  try {
    await post("alert.current", {}, PROBE_MS);
    return "answers";
  } catch (error) {
    if (error instanceof OfflineError) return "nobody";
    return error instanceof RefusedError && error.code === "try_again" ? "busy" : "answers";
  }
}

/** Coming back to life is the moment to look again, not some seconds later. */
function wake(): void {
  const asleep = !socket.connected && (handshake().device || handshake().credential);
  if (asleep && document.visibilityState === "visible") reconnect();
  else if (socket.connected) resync();
}

window.addEventListener("online", wake);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") wake();
});
