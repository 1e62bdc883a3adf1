import { useSignal } from "@preact/signals";
import { now } from "../../model/clock";
import type { Room } from "../../model/room";
import { state } from "../../net/client";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { dayAndHour, freshness, pointAge } from "../shared/age";
import { Icon } from "../shared/Icon";
import { LinkLine } from "../shared/LinkLine";
import { TopBar } from "../shared/TopBar";
import { RoomMenu } from "./RoomMenu";

/** Who, how it stands, and how old her point is. */
export function RoomHead({ room, view }: { room: Room; view: RoomView }) {
  const menu = useSignal(false);
  const { caller } = view;
  const heardAt = room.heardAt.value[caller.who];
  const fresh = freshness(caller.fix, heardAt, now.value);
  return (
    <>
      <TopBar back>
        <h1>{t("room.title", { name: caller.name })}</h1>
        {state.value !== "live" && <LinkLine />}
      </TopBar>
      <div class="room-state">
        <span class={`chip ${view.state}`}>{t(`room.${view.state}`)}</span>
        {view.state !== "closed" && (
          <span class={`chip point ${fresh}`}>
            <Icon name={fresh === "silent" ? "offline" : "pin"} size={18} />
            {pointAge(caller.fix, heardAt, now.value)}
          </span>
        )}
        {view.state === "stopped" && (
          <span class="soft">{t("room.until", { when: dayAndHour(view.window_ends_at) })}</span>
        )}
        <button
          type="button"
          class="icon-button"
          aria-label={t("room.more")}
          aria-expanded={menu}
          onClick={() => {
            menu.value = !menu.value;
          }}
        >
          <Icon name="more" />
        </button>
      </div>
      {menu.value && (
        <RoomMenu
          view={view}
          onClose={() => {
            menu.value = false;
          }}
        />
      )}
    </>
  );
}
