import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type AlertSide, channelsOf, merged } from "../../model/channels";
import type { Room } from "../../model/room";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Conversation } from "../shared/Conversation";
import { Icon } from "../shared/Icon";
import { useWide } from "../shared/useWide";

const WIDE = "(min-width: 900px)";

interface SidesProps {
  room: Room;
  view: RoomView;
}

/** Two conversations that must never be confused: amber with her, blue among us. */
export function Sides({ room, view }: SidesProps) {
  const wide = useWide(WIDE);
  const shown = useSignal<AlertSide>("her");
  if (wide) {
    return (
      <div class="sides wide">
        <SideView room={room} view={view} side="her" />
        <SideView room={room} view={view} side="us" />
      </div>
    );
  }
  return (
    <div class={`sides ${shown.value}`}>
      <div class="tabs" role="tablist">
        {(["her", "us"] as const).map((side) => (
          <Tab
            key={side}
            room={room}
            side={side}
            current={shown.value === side}
            onChoose={() => {
              shown.value = side;
            }}
          />
        ))}
      </div>
      <SideView key={shown.value} room={room} view={view} side={shown.value} />
    </div>
  );
}

function SideView({ room, view, side }: SidesProps & { side: AlertSide }) {
  const name = view.caller.name;
  return (
    <section class={`side ${side}`} aria-label={t(`side.${side}`)}>
      <p class="side-note">
        <strong>{t(`side.${side}`)}</strong> {t(`side.${side}Note`, { name })}
      </p>
      <Conversation
        room={room}
        view={view}
        side={side}
        names
        label={t(`side.${side}Write`, { name })}
        empty={t(`side.${side}Empty`)}
      />
    </section>
  );
}

interface TabProps {
  room: Room;
  side: AlertSide;
  current: boolean;
  onChoose: () => void;
}

function Tab({ room, side, current, onChoose }: TabProps) {
  const said = useComputed(() => countSaid(room, side));
  const read = useSignal(0);
  useEffect(() => {
    if (current) read.value = said.value;
  }, [current, said.value]);
  const unread = current ? 0 : said.value - read.value;
  return (
    <button
      type="button"
      class={`tab ${side}`}
      role="tab"
      aria-selected={current}
      onClick={onChoose}
    >
      <Icon name={side === "her" ? "write" : "people"} size={20} />
      {t(`side.${side}`)}
      {unread > 0 && (
        <span class="unread" title={t("side.unread", { count: unread })}>
          {unread}
        </span>
      )}
    </button>
  );
}

function countSaid(room: Room, side: AlertSide): number {
  const view = room.view.value;
  if (!view) return 0;
  const lines = merged(channelsOf(view, side), room.logs.value, view.me);
  return lines.filter((line) => line.entry.kind === "said" && line.entry.who !== view.me).length;
}
