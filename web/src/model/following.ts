import { type Signal, signal } from "@preact/signals";
import { call } from "../net/client";
import type { Entry, Head } from "../protocol";
import type { Channel } from "./channels";
import { type Patience, patience } from "./insist";
import { atLeast, catchUp, EMPTY, hasGap, type Log, receive, through, without } from "./log";
import { noticeRefusal } from "./session";

const PAGE = 200;

/** What a page knows of a room's channels, whatever kind of room it is. */
export interface Talk {
  logs: Signal<Record<string, Log>>;
  /** How far others have read: channel → who → seq. */
  reads: Signal<Record<string, Record<string, number>>>;
  markRead(channel: Channel): void;
}

export interface Following extends Talk {
  /** The server says how far a channel goes. */
  meetHead(head: Head): void;
  /** Said, and perhaps not heard here. */
  wentOn(event: { room: string } & Head): void;
  fill(channel: Channel): Promise<void>;
  arrive(room: string, channel: Channel, entry: Entry): void;
  wasRead(event: { room: string; channel: Channel; who: string; seq: number }): void;
  /** Nobody looks any more: nothing is asked again. */
  rest(): void;
  forget(): void;
  /** Somebody erased her words: none of them stays on this page. */
  empty(who: string): void;
}

/** Keeps the logs of one room whole. `room` tells which, once known; `meet` hears each entry. */
export function follow(
  room: () => string | undefined,
  meet: (channel: Channel, entry: Entry) => void,
): Following {
  const logs = signal<Record<string, Log>>({});
  const reads = signal<Record<string, Record<string, number>>>({});
  const syncing = new Set<Channel>();
  const marked: Record<string, number> = {};
  const asking: Record<string, Patience> = {};

  const logOf = (channel: Channel) => logs.peek()[channel] ?? EMPTY;
  const setLog = (channel: Channel, log: Log) => {
    logs.value = { ...logs.peek(), [channel]: log };
  };

  function meetHead({ channel, seq }: Head): void {
    setLog(channel, atLeast(logOf(channel), seq));
    if (hasGap(logOf(channel))) void fill(channel);
  }

  function wentOn(event: { room: string } & Head): void {
    if (event.room === room()) meetHead(event);
  }

  async function fill(channel: Channel): Promise<void> {
    if (syncing.has(channel)) return;
    syncing.add(channel);
    askingOf(channel).rest();
    try {
      while ((await page(channel)) > 0 && hasGap(logOf(channel)));
    } catch (error) {
      noticeRefusal(error);
      askingOf(channel).after(error);
    } finally {
      syncing.delete(channel);
    }
  }

  /** @returns how many entries came. */
  async function page(channel: Channel): Promise<number> {
    const id = room();
    if (!id) return 0;
    const after = through(logOf(channel));
    const answer = await call("room.sync", { room: id, channel, after, limit: PAGE });
    setLog(channel, catchUp(logOf(channel), answer));
    for (const entry of answer.entries) meet(channel, entry);
    return answer.entries.length;
  }

  function arrive(where: string, channel: Channel, entry: Entry): void {
    if (where !== room()) return;
    setLog(channel, receive(logOf(channel), entry));
    if (hasGap(logOf(channel))) void fill(channel);
    else meet(channel, entry);
  }

  function wasRead(event: { room: string; channel: Channel; who: string; seq: number }): void {
    if (event.room !== room()) return;
    const { channel, who, seq } = event;
    reads.value = { ...reads.value, [channel]: { ...reads.value[channel], [who]: seq } };
  }

  function markRead(channel: Channel): void {
    const id = room();
    const seq = through(logOf(channel));
    if (!id || seq <= (marked[channel] ?? 0)) return;
    marked[channel] = seq;
    call("room.read", { room: id, channel, seq }).catch(noticeRefusal);
  }

  function askingOf(channel: Channel): Patience {
    asking[channel] ??= patience(() => void fill(channel));
    return asking[channel];
  }

  function rest(): void {
    for (const one of Object.values(asking)) one.rest();
  }

  /** This page keeps none of what was said. */
  function forget(): void {
    rest();
    logs.value = {};
    reads.value = {};
  }

  function empty(who: string): void {
    const all = Object.entries(logs.peek());
    logs.value = Object.fromEntries(all.map(([channel, log]) => [channel, without(log, who)]));
  }

  return { logs, reads, markRead, meetHead, wentOn, fill, arrive, wasRead, rest, forget, empty };
}
