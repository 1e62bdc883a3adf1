import type { Channel, Desk, RoomEntry, Talk, Waiting } from "../../protocol";

/** Who has waited too long comes first, then who came first. */
export function ordered(waiting: readonly Waiting[]): Waiting[] {
  return [...waiting].sort((one, other) => other.alarm - one.alarm || one.came_at - other.came_at);
}

/** Somebody came, or something about her changed. */
export function upsert(waiting: readonly Waiting[], next: Waiting): Waiting[] {
  return [...without(waiting, next.visit), next];
}

export function without(waiting: readonly Waiting[], visit: string): Waiting[] {
  return waiting.filter((known) => known.visit !== visit);
}

/** One name for each alarm of each visitor: a new one is a reason to sound. */
export function alarmsOf(waiting: readonly Waiting[]): Set<string> {
  const late = waiting.filter(({ alarm }) => alarm > 0);
  return new Set(late.map(({ visit, alarm }) => `${visit} ${alarm}`));
}

export type Name = Channel["channel"];

/** What came since it was last read here, in both channels or in the one named. */
export function unreadOf({ channels }: Pick<Talk, "channels">, name?: Name): number {
  return channels
    .filter(({ channel }) => name === undefined || channel === name)
    .reduce((sum, { seq, read }) => sum + Math.max(0, seq - read), 0);
}

/** Something was written there. By me, it is read; a hint may come late or twice. */
export function withEntry(talks: Talk[], { room, channel, entry }: RoomEntry): Talk[] {
  const me = talks.find((talk) => talk.room === room)?.me;
  return change(talks, room, channel, (known) => {
    const follows = entry.who === me && known.read >= entry.seq - 1;
    return raised(known, entry.seq, follows ? entry.seq : 0);
  });
}

/** I have seen all of it up to `seq`. */
export function withRead(talks: Talk[], room: string, channel: string, seq: number): Talk[] {
  return change(talks, room, channel, (known) => raised(known, seq, seq));
}

/** An answer may be older than what this page saw meanwhile: marks never go back. */
export function freshened(before: Desk | null, next: Desk): Desk {
  let { talks } = next;
  for (const { room, channels } of before?.talks ?? []) {
    for (const { channel, seq, read } of channels) {
      talks = change(talks, room, channel, (known) => raised(known, seq, read));
    }
  }
  return { ...next, talks };
}

/** A talk as the server just described it, in place of what was known. */
export function withTalk(desk: Desk, talk: Talk): Desk {
  const talks = [...desk.talks.filter(({ visit }) => visit !== talk.visit), talk];
  return freshened(desk, { ...desk, talks, waiting: without(desk.waiting, talk.visit) });
}

export function withoutTalk(desk: Desk, visit: string): Desk {
  return { ...desk, talks: desk.talks.filter((talk) => talk.visit !== visit) };
}

function raised(known: Channel, seq: number, read: number): Channel {
  return { ...known, seq: Math.max(known.seq, seq), read: Math.max(known.read, read) };
}

function change(talks: Talk[], room: string, name: string, fn: (one: Channel) => Channel): Talk[] {
  const inside = (one: Channel) => (one.channel === name ? fn(one) : one);
  return talks.map((talk) =>
    talk.room === room ? { ...talk, channels: talk.channels.map(inside) } : talk,
  );
}
