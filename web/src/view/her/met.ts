import type { Log } from "../../model/log";
import type { RoomView } from "../../protocol";

/** Somebody who made herself known to the caller. */
export interface Met {
  who: string;
  name: string;
}

const KNOWN_BY = new Set(["said", "calling", "call_ended"]);

/** Who wrote, called, or shows her their way: each once, named as the conversation names them. */
export function metBy(view: RoomView, logs: Record<string, Log>): Met[] {
  const met = new Map(view.people.map(({ who, name }) => [who, name]));
  for (const { who, name, kind } of Object.values(logs).flatMap((log) => log.entries)) {
    if (who && name && who !== view.me && KNOWN_BY.has(kind)) met.set(who, name);
  }
  return [...met].map(([who, name]) => ({ who, name }));
}
