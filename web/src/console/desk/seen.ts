import type { Talk } from "../../protocol";
import type { Spoken } from "../../view/shared/Conversation";
import { t } from "./words";

/** A talk as one conversation of a room. Whoever left can be written nothing; notes go on. */
export function seenIn(talk: Talk, channel: "all" | "officers"): Spoken {
  const visitor = talk.people.find(({ kind }) => kind === null);
  return {
    room: talk.room,
    me: talk.me,
    side: "responder",
    state: channel === "all" && talk.left ? "closed" : "running",
    channels: talk.channels,
    caller: { who: visitor?.who ?? "", name: t("visitor") },
  };
}
