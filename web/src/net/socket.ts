import { io, type Socket } from "socket.io-client";
import type { Commands, Refusal } from "../protocol";
import { OfflineError, RefusedError } from "./errors";
import { handshake, type Secrets } from "./secrets";

/** Handshake answers that mean "not you", as against "not reachable". */
export const REFUSED_HANDSHAKE = new Set(["session_expired", "banned", "origin_refused"]);

type Acknowledgement = { ok: unknown } | { error: Refusal };

let shown: Secrets = {};

/** The secrets of the last handshake: a refusal is of these, whatever has been kept since. */
export const lastShown = (): Secrets => shown;

/** The socket of this page. It authenticates again on every connection. */
export const socket: Socket = io({
  path: "/socket.io/",
  transports: ["websocket"],
  autoConnect: false,
  reconnectionDelay: 500,
  reconnectionDelayMax: 4_000,
  timeout: 6_000,
  auth: (tell) => {
    shown = handshake();
    tell(shown);
  },
});

/** One command over the socket; it must be acknowledged within `timeoutMs`. */
export async function ask<K extends keyof Commands>(
  name: K,
  request: Commands[K]["request"],
  timeoutMs: number,
): Promise<Commands[K]["response"]> {
  const answer = await acknowledged(name, request, timeoutMs);
  if ("error" in answer) throw new RefusedError(answer.error);
  return answer.ok as Commands[K]["response"];
}

async function acknowledged(
  name: string,
  request: unknown,
  timeoutMs: number,
): Promise<Acknowledgement> {
  try {
    return await socket.timeout(timeoutMs).emitWithAck(name, request);
  } catch {
    throw new OfflineError();
  }
}
