import { call } from "../net/client";

const listeners = new Set<(room: string) => void>();

/** `fn` hears of each room in which she has just erased her words. */
export function onErased(fn: (room: string) => void): () => void {
  listeners.add(fn);
  return () => listeners.delete(fn);
}

/** Her words in a room, destroyed; this page drops them at once. @throws RefusedError, OfflineError */
export async function eraseWords(room: string): Promise<void> {
  await call("room.erase", { room });
  for (const hear of listeners) hear(room);
}
