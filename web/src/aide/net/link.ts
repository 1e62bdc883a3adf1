import { signal } from "@preact/signals";
import type { Socket } from "socket.io-client";
import { RefusedError } from "../../net/errors";
import type { Commands, Events, Refusal } from "../../protocol";
import { lifeNow, onForget } from "../life";
import { post } from "./https";
import { proofNow } from "./proof";

/** `polling`: no socket passes here, the page asks by HTTPS. */
export type LinkState = "connecting" | "live" | "polling" | "offline";

export interface Hears {
  /** Hints may have been missed: ask again. Resolves to whether somebody answered. */
  resync: () => Promise<boolean>;
  event: <K extends keyof Events>(name: K, event: Events[K]) => void;
  /** The server does not know this visit. */
  gone: () => void;
}

const ACK_MS = 6_000;
const POLL_MS = 3_000;
/** Some proxies neither open nor refuse a websocket: do not wait for it. */
const HANGING_MS = 2_000;
const LOAD_AGAIN_MS = 10_000;

export const link = signal<LinkState>("connecting");

let hears: Hears | null = null;
let socket: Socket | null = null;
let poller: ReturnType<typeof setTimeout> | undefined;

/** From now on the page hears what happens to its visit: by a socket, or by asking. */
export function openLink(next: Hears): void {
  hears = next;
  link.value = "connecting";
  void load(lifeNow());
  lookElsewhere(HANGING_MS);
}

export function closeLink(): void {
  clearTimeout(poller);
  poller = undefined;
  hears = null;
  socket?.removeAllListeners();
  socket?.disconnect();
  socket = null;
}

/** One command by the best door open. Throws as `post` does. */
export async function call<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
): Promise<Commands[K]["response"]> {
  const life = lifeNow();
  const spoken = await ask(name, request);
  life.throwIfAborted();
  if (!spoken) return post(name, request, { proof: proofNow(), life });
  if ("error" in spoken) throw new RefusedError(spoken.error);
  return spoken.ok as Commands[K]["response"];
}

/** Null: no socket, or no answer on it. Every command may be sent twice. */
async function ask(
  name: string,
  request: unknown,
): Promise<{ ok: unknown } | { error: Refusal } | null> {
  if (!socket?.connected) return null;
  try {
    return await socket.timeout(ACK_MS).emitWithAck(name, request);
  } catch {
    return null;
  }
}

/** The door does not pay for it: it is loaded once she begins. */
async function load(life: AbortSignal): Promise<void> {
  try {
    const { io } = await import("socket.io-client");
    if (!life.aborted && hears) listen(io(OPTIONS));
  } catch {
    setTimeout(() => !life.aborted && hears && void load(life), LOAD_AGAIN_MS);
  }
}

const OPTIONS = {
  path: "/socket.io/",
  transports: ["websocket"],
  forceNew: true,
  reconnectionDelay: 500,
  reconnectionDelayMax: 4_000,
  timeout: 8_000,
  auth: (tell: (shown: object) => void) => tell({ visit: proofNow() }),
};

function listen(next: Socket): void {
  socket = next;
  next.on("connect", () => {
    clearTimeout(poller);
    poller = undefined;
    link.value = "live";
    void hears?.resync();
  });
  next.on("disconnect", (reason) => {
    link.value = navigator.onLine ? "connecting" : "offline";
    if (reason === "io server disconnect") next.connect();
    lookElsewhere(POLL_MS / 2);
  });
  next.on("connect_error", (error) => {
    if (error.message === "session_expired") hears?.gone();
    else lookElsewhere(0);
  });
  next.onAny((name, event) => hears?.event(name, event));
}

function lookElsewhere(inMs: number): void {
  poller ??= setTimeout(poll, inMs);
}

/** While the socket keeps trying. */
async function poll(): Promise<void> {
  const heard = (await hears?.resync()) ?? false;
  if (!hears || socket?.connected || poller === undefined) return;
  link.value = heard ? "polling" : "offline";
  poller = setTimeout(poll, POLL_MS);
}

/** Coming back to life is the moment to look again, not some seconds later. */
function wake(): void {
  if (!hears || document.visibilityState !== "visible") return;
  if (socket && !socket.connected) socket.disconnect().connect();
  else void hears.resync();
}

addEventListener("online", wake);
document.addEventListener("visibilitychange", wake);
onForget(closeLink);
