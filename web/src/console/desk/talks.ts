import { effect, untracked } from "@preact/signals";
import { forgetDrafts, keepDraft } from "../../model/drafts";
import { type Following, follow, type Talk as Spoken } from "../../model/following";
import { EMPTY, through } from "../../model/log";
import { giveUp, giveUpAll, onSent, settle, unsent } from "../../model/sending";
import { phase } from "../../model/session";
import { on } from "../../net/client";
import type { Talk } from "../../protocol";
import { change, desk } from "./desk";
import { withRead } from "./rules";

/** Several conversations at once: each keeps what was read, until it is no more mine. */
const followed = new Map<string, Following>();

/** What was said in this conversation; the same object as long as it is mine. */
export function spokenIn(talk: Talk): Spoken {
  const following = followed.get(talk.room) ?? begin(talk);
  const { logs, reads } = following;
  const markRead: Spoken["markRead"] = (channel) => {
    following.markRead(channel);
    const seq = through(logs.peek()[channel] ?? EMPTY);
    change((known) => ({ ...known, talks: withRead(known.talks, talk.room, channel, seq) }));
  };
  return { logs, reads, markRead };
}

function begin(talk: Talk): Following {
  const following = follow(
    () => talk.room,
    (_, entry) => settle(entry.client_id),
  );
  followed.set(talk.room, following);
  talk.channels.forEach(following.meetHead);
  return following;
}

/** Hears what is said in them until the returned function is called. */
export function watchTalks(): () => void {
  onSent((room, channel, entry) => followed.get(room)?.arrive(room, channel, entry));
  const leave = [
    on("room.entry", (event) =>
      followed.get(event.room)?.arrive(event.room, event.channel, event.entry),
    ),
    on("room.head", (event) => followed.get(event.room)?.wentOn(event)),
    on("room.read", (event) => followed.get(event.room)?.wasRead(event)),
    effect(() => {
      const talks = desk.value?.talks;
      if (talks) untracked(() => match(talks));
    }),
  ];
  return () => {
    for (const stop of leave) stop();
    for (const [room, following] of followed) letGo(room, following);
    if (phase.peek() === "out") forgetWords();
  };
}

/** The server says how far each goes; of one that is no more mine nothing stays on this page. */
function match(talks: Talk[]): void {
  for (const [room, following] of followed) {
    const talk = talks.find((known) => known.room === room);
    if (talk) talk.channels.forEach(following.meetHead);
    else forget(room, following);
  }
}

function forget(room: string, following: Following): void {
  letGo(room, following);
  keepDraft(`${room} all`, "");
  keepDraft(`${room} officers`, "");
  for (const item of unsent.peek()) if (item.room === room) giveUp(item.id);
}

function letGo(room: string, following: Following): void {
  followed.delete(room);
  following.forget();
}

/** Typed words outlive a covered page, not the session. */
function forgetWords(): void {
  forgetDrafts();
  giveUpAll();
}
