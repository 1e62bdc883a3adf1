import { call } from "../net/client";
import { merged } from "./channels";
import { catchUp, EMPTY, type Log } from "./log";
import { past } from "./past";

const PAGE = 500;
const HERS = ["her", "her_ally"] as const;

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
