import { signal } from "@preact/signals";
import { onResyncCalmly, SPREAD_MS } from "../net/calm";
import { call, on } from "../net/client";
import type { PastAlert } from "../protocol";
import { merged } from "./channels";
import { patience } from "./insist";
import { catchUp, EMPTY, type Log } from "./log";
import { noticeRefusal, phase } from "./session";

/** Her closed alerts whose text she, and she alone, can still read. */
export const past = signal<PastAlert[]>([]);

const PAGE = 500;
const asking = patience(() => void readPast(), SPREAD_MS);
const HERS = ["her", "her_ally"] as const;

export function watchPast(): void {
  onResyncCalmly(() => {
    if (phase.peek() === "in" && past.peek().length === 0) void readPast();
  });
  on("alert.changed", ({ state }) => {
    if (state === "closed" && phase.peek() === "in") void readPast();
  });
}

/** Keep the text as evidence, or let it die in its time. @throws RefusedError, OfflineError */
export async function keepEvidence(alert: string, held: boolean): Promise<void> {
  past.value = (await call("alert.hold", { alert, held })).alerts;
}

/** Everything said with her, by time. @throws OfflineError */
export async function readText(room: string): Promise<ReturnType<typeof merged>> {
  const logs: Record<string, Log> = {};
  for (const channel of HERS) logs[channel] = await readChannel(room, channel);
  return merged([...HERS], logs, "");
}

async function readChannel(room: string, channel: (typeof HERS)[number]): Promise<Log> {
  let log = EMPTY;
  for (;;) {
    const after = log.entries.at(-1)?.seq ?? 0;
    const answer = await call("room.sync", { room, channel, after, limit: PAGE });
    log = catchUp(log, answer);
    if (answer.entries.length === 0 || after + answer.entries.length >= answer.head) return log;
  }
}

export async function readPast(): Promise<void> {
  try {
    past.value = (await call("alert.past", {})).alerts;
  } catch (error) {
    noticeRefusal(error);
    asking.after(error);
  }
}
