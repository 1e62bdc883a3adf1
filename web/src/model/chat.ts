import { effect } from "@preact/signals";
import { call, hurry, on, onResync, state } from "../net/client";
import type { Chat } from "../protocol";
import { chats, readChats, withRead } from "./direct";
import { follow, type Talk } from "./following";
import { onSent, settle } from "./sending";

/** The server says within two seconds what no hint brought; this is for the day when it does not. */
const CHECK_MS = 30_000;

/** One direct chat on this page. Open it, read its signals, close it. */
export interface OpenChat extends Talk {
  /** After her words were erased: as a fresh page would. */
  reread(): void;
  close(): void;
}

export function openChat(room: string): OpenChat {
  const following = follow(
    () => room,
    (_, entry) => settle(entry.client_id),
  );
  const head = () => chats.peek().find((chat) => chat.room === room)?.head ?? 0;
  const check = () => {
    if (state.peek() === "live") void following.fill("direct");
  };
  onSent(following.arrive);
  const timer = setInterval(check, CHECK_MS);
  const leave = [
    hurry(),
    onResync(() => void following.fill("direct")),
    on("room.entry", (event) => following.arrive(event.room, event.channel, event.entry)),
    on("room.head", following.wentOn),
    on("room.read", following.wasRead),
    effect(() => {
      // Left or ended by the other: nothing of it stays on this page either.
      if (!chats.value.some((chat) => chat.room === room)) following.forget();
    }),
    () => clearInterval(timer),
    following.rest,
  ];
  const read = () => following.meetHead({ channel: "direct", seq: head() });
  read();
  return {
    logs: following.logs,
    reads: following.reads,
    markRead(channel) {
      following.markRead(channel);
      chats.value = withRead(chats.peek(), room, head());
    },
    reread() {
      following.forget();
      read();
    },
    close() {
      for (const stop of leave) stop();
    },
  };
}

/** Destroyed for both. @throws RefusedError, OfflineError */
export async function leaveChat(chat: Chat): Promise<void> {
  chats.value = (await call("direct.leave", { room: chat.room })).chats;
}

/** Never to meet again; the chat ends with it. @throws RefusedError, OfflineError */
export async function blockInChat(chat: Chat): Promise<void> {
  await call("people.block", { room: chat.room, who: chat.who });
  await readChats();
}
