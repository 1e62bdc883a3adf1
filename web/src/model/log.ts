import type { Entries, Entry } from "../protocol";

/**
 * One channel of a room, as far as this page knows it. `entries` has no hole; what arrived beyond
 * a hole waits in `ahead` until the hole is filled by a sync.
 */
export interface Log {
  readonly entries: readonly Entry[];
  readonly ahead: readonly Entry[];
  readonly head: number;
}

export const EMPTY: Log = { entries: [], ahead: [], head: 0 };

/** The last `seq` before any hole. */
export function through(log: Log): number {
  return log.entries.at(-1)?.seq ?? 0;
}

/** Something up to `head` has not arrived: ask for it. */
export function hasGap(log: Log): boolean {
  return through(log) < log.head;
}

/** A hint or an acknowledgement brought one entry: in order, twice, or too early. */
export function receive(log: Log, entry: Entry): Log {
  const head = Math.max(log.head, entry.seq);
  if (entry.seq <= through(log)) return log;
  if (log.ahead.some((known) => known.seq === entry.seq)) return log;
  const ahead = [...log.ahead, entry].sort((a, b) => a.seq - b.seq);
  return drain({ entries: log.entries, ahead, head });
}

/** The server's answer to a sync is complete as far as it goes. */
export function catchUp(log: Log, answer: Entries): Log {
  const fresh = answer.entries.filter((entry) => entry.seq > through(log));
  const entries = fresh.reduce(append, log.entries);
  const last = entries.at(-1)?.seq ?? 0;
  const ahead = log.ahead.filter((entry) => entry.seq > last);
  return drain({ entries, ahead, head: Math.max(log.head, answer.head, last) });
}

/** The server says how far the channel goes. */
export function atLeast(log: Log, head: number): Log {
  return head > log.head ? { ...log, head } : log;
}

function drain(log: Log): Log {
  let { entries, ahead } = log;
  while (ahead[0] && ahead[0].seq === (entries.at(-1)?.seq ?? 0) + 1) {
    entries = append(entries, ahead[0]);
    ahead = ahead.slice(1);
  }
  return { entries, ahead, head: log.head };
}

/** Erasing one's words empties what was read before it, exactly as a fresh read would. */
function append(entries: readonly Entry[], entry: Entry): readonly Entry[] {
  const before = entry.kind === "erased" && entry.who ? emptied(entries, entry.who) : entries;
  return [...before, entry];
}

function emptied(entries: readonly Entry[], who: string): readonly Entry[] {
  return entries.map((old) =>
    old.who === who && old.text !== null
      ? { ...old, kind: "erased", text: null, detail: null }
      : old,
  );
}

/** What this person said is gone, even before the server's own word of it. */
export function without(log: Log, who: string): Log {
  return { ...log, entries: emptied(log.entries, who), ahead: emptied(log.ahead, who) };
}
