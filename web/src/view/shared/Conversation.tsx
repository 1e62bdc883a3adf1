import { useEffect } from "preact/hooks";
import { channelsOf, type Line, merged, type Side } from "../../model/channels";
import type { Talk } from "../../model/following";
import { unsent } from "../../model/sending";
import type { RoomView } from "../../protocol";
import { Composer } from "./Composer";
import { Thread } from "./Thread";
import { orderOf, type Reader } from "./told";

/** What a conversation needs to know of its room. */
export type Spoken = Pick<RoomView, "room" | "me" | "side" | "state" | "channels"> & {
  caller: Pick<RoomView["caller"], "who" | "name">;
};

interface ConversationProps {
  room: Talk;
  view: Spoken;
  side: Side;
  names: boolean;
  label: string;
  empty: string;
}

/** One of a room's conversations: what was said, and the field to write. */
export function Conversation({ room, view, side, names, label, empty }: ConversationProps) {
  const channels = channelsOf(view, side);
  const lines = merged(channels, room.logs.value, view.me);
  const reader: Reader = {
    me: view.me,
    isCaller: view.side === "caller",
    her: view.caller.who,
    caller: view.caller.name,
    names,
    order: orderOf(lines, view.me),
  };
  useReadMark(room, view, channels, lines.length);
  return (
    <>
      <Thread
        lines={lines}
        unsent={unsent.value.filter(
          (item) => item.room === view.room && item.channel === channels[0],
        )}
        reader={reader}
        seenBy={(line) => readers(room, view.me, line)}
        empty={empty}
        quiet={reader.isCaller}
      />
      {view.state !== "closed" && channels.length > 0 && (
        <Composer room={view.room} channels={channels} side={side} label={label} />
      )}
    </>
  );
}

function readers(room: Talk, me: string, line: Line): number {
  const marks = Object.entries(room.reads.value[line.channel] ?? {});
  return marks.filter(([who, seq]) => who !== me && seq >= line.entry.seq).length;
}

/** Shown on a visible page is read; what came while it was hidden, once it is looked at again. */
function useReadMark(room: Talk, view: Spoken, channels: string[], length: number): void {
  useEffect(() => {
    const mark = () => {
      if (document.visibilityState !== "visible") return;
      for (const { channel } of view.channels) {
        if (channels.includes(channel)) room.markRead(channel);
      }
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [room, length, channels.join()]);
}
