import { now } from "../../model/clock";
import type { Room } from "../../model/room";
import { state } from "../../net/client";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { freshness, pointAge } from "../shared/age";
import { LinkLine } from "../shared/LinkLine";
import { TopBar } from "../shared/TopBar";

/** Who, how it stands, and how old her point is. */
export function RoomHead({ room, view }: { room: Room; view: RoomView }) {
  const { caller } = view;
  const heardAt = room.heardAt.value[caller.who];
  const fresh = freshness(caller.fix, heardAt, now.value);
  return (
    <>
      <TopBar back>
        <h1>
          <span aria-hidden="true">{caller.name}</span>
          <span class="hidden-label">{t("room.title", { name: caller.name })}</span>
        </h1>
      </TopBar>
      <p class="room-state">
        <span class={`chip ${view.state}`}>{t(`room.${view.state}`)}</span>
        {view.state !== "closed" && (
          <span class={`point ${fresh}`}>{pointAge(caller.fix, heardAt, now.value)}</span>
        )}
      </p>
      {state.value !== "live" && state.value !== "polling" && <LinkLine />}
    </>
  );
}
