import type { Entry, Head, RoomView } from "../protocol";
import type { Log } from "./log";

export type Channel = Head["channel"];

/** The conversations of an alert's room, whatever the partition. */
export type AlertSide = "her" | "us";

/** A direct chat has one; the helpline two: with its visitor, and among those who help her. */
export type Side = AlertSide | "direct" | "all" | "officers";

const ALLY = "_ally";

export function sideOf(channel: Channel): Side {
  if (channel === "direct" || channel === "all" || channel === "officers") return channel;
  return channel.startsWith("her") ? "her" : "us";
}

/** The channels this person may read on that side: two for the caller of a mixed alert. */
export function channelsOf(view: Pick<RoomView, "channels">, side: Side): Channel[] {
  return view.channels.map((head) => head.channel).filter((channel) => sideOf(channel) === side);
}

/** The same words sent to each partition carry ids of their own. */
export function idIn(channel: Channel, clientId: string): string {
  return channel.endsWith(ALLY) ? `${clientId}${ALLY}` : clientId;
}

export interface Line {
  channel: Channel;
  entry: Entry;
}

/** One side's entries by time; what she sent to both partitions, and news of all, show once. */
export function merged(channels: Channel[], logs: Record<string, Log>, me: string): Line[] {
  const lines = channels.flatMap((channel) =>
    (logs[channel]?.entries ?? []).map((entry) => ({ channel, entry })),
  );
  if (channels.length < 2) return lines;
  return lines
    .filter((line) => !(line.channel.endsWith(ALLY) && isEcho(line.entry, me)))
    .sort((a, b) => a.entry.at - b.entry.at || a.entry.seq - b.entry.seq);
}

/** What is told to both partitions alike. */
const TO_BOTH = new Set<Entry["kind"]>([
  "launched",
  "relaunched",
  "stopped",
  "all_clear",
  "window_closed",
]);

/** Her own answer to somebody of one partition alone is no echo. */
function isEcho(entry: Entry, me: string): boolean {
  if (entry.kind === "said") return (entry.client_id ?? "").endsWith(ALLY);
  return TO_BOTH.has(entry.kind) || entry.who === null || entry.who === me;
}
