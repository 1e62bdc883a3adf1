import { computed, signal } from "@preact/signals";
import { onResyncCalmly, SPREAD_MS } from "../net/calm";
import { call, on } from "../net/client";
import type { Chat } from "../protocol";
import { patience } from "./insist";
import { noticeRefusal, phase } from "./session";

/** Her direct chats, the last word first. */
export const chats = signal<Chat[]>([]);

/** Chats in which somebody wrote what she has not read. */
export const unread = computed(() => chats.value.filter(isUnread).length);

export const isUnread = (chat: Chat): boolean => chat.head > chat.read;

const asking = patience(() => void readChats(), SPREAD_MS);

export function watchDirect(): void {
  onResyncCalmly(() => {
    if (phase.peek() === "in") void readChats();
  });
  on("direct.changed", () => void readChats());
  on("room.entry", ({ room, channel, entry }) => {
    if (channel === "direct") chats.value = withHead(chats.peek(), room, entry.seq);
  });
}

export async function readChats(): Promise<void> {
  try {
    chats.value = (await call("direct.mine", {})).chats;
  } catch (error) {
    noticeRefusal(error);
    asking.after(error);
  }
}

/** Something was said there; a hint may come late or twice. */
export function withHead(list: Chat[], room: string, seq: number): Chat[] {
  return list.map((chat) =>
    chat.room === room && seq > chat.head ? { ...chat, head: seq } : chat,
  );
}

/** She has seen all of it up to `seq`. */
export function withRead(list: Chat[], room: string, seq: number): Chat[] {
  return list.map((chat) =>
    chat.room === room && seq > chat.read ? { ...chat, read: seq } : chat,
  );
}
