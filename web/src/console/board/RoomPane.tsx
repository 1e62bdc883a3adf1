import "../../view/room/room.css";
import { useEffect } from "preact/hooks";
import { now } from "../../model/clock";
import type { Room } from "../../model/room";
import { goHome } from "../../model/screen";
import type { RoomView, Watched } from "../../protocol";
import { Actions } from "../../view/room/Actions";
import { CallOutcome } from "../../view/room/CallOutcome";
import { MapPane } from "../../view/room/MapPane";
import { People } from "../../view/room/People";
import { Sides } from "../../view/room/Sides";
import { dayAndHour, pointAge } from "../../view/shared/age";
import { Icon } from "../../view/shared/Icon";
import { useRoom } from "../../view/shared/useRoom";
import { useShortcut } from "../shortcuts";
import { t } from "../words/words";
import { lookAt } from "./board";
import { placeOf, StateMark } from "./Row";

/** Inside an alert: the same room as a responder's, laid out for a desk. */
export function RoomPane({ watched }: { watched: Watched }) {
  const room = useRoom(watched.alert);
  const view = room.view.value;
  useShortcut("h", writeHer);
  useShortcut("u", writeUs);
  useEffect(() => () => lookAt(watched.alert), [watched.alert]);
  if (!view) return <Opening room={room} />;
  return (
    <div class={`inside ${view.state}`}>
      <Head room={room} view={view} watched={watched} />
      <Note view={view} watched={watched} />
      <div class="inside-where">
        {view.state !== "closed" && <MapPane room={room} view={view} />}
        <div class="inside-who">
          <Actions view={view} />
          <People room={room} view={view} />
        </div>
      </div>
      <Sides room={room} view={view} />
      <CallOutcome />
    </div>
  );
}

function Head({ room, view, watched }: { room: Room; view: RoomView; watched: Watched }) {
  const { caller } = view;
  return (
    <header class="pane-head">
      <button type="button" class="icon-button narrow" aria-label={t("back")} onClick={goHome}>
        <Icon name="back" />
      </button>
      <h2>{t("alert_of", { name: caller.name })}</h2>
      <StateMark watched={{ ...watched, state: view.state }} />
      <span class="soft">{placeOf(watched)}</span>
      {view.state !== "closed" && (
        <span class="soft pane-point">
          <Icon name="pin" size={16} />
          {pointAge(caller.fix, room.heardAt.value[caller.who], now.value)}
        </span>
      )}
      <span class="soft">{t("until", { when: dayAndHour(view.window_ends_at) })}</span>
    </header>
  );
}

function Note({ view, watched }: { view: RoomView; watched: Watched }) {
  if (view.state === "closed") return <p class="notice">{t("closed_note")}</p>;
  if (view.state !== "stopped") return null;
  return (
    <p class={`notice ${watched.constrained ? "grave" : ""}`} role="alert">
      {t(watched.constrained ? "constrained_note" : "stopped_note")}
    </p>
  );
}

function Opening({ room }: { room: Room }) {
  return (
    <div class="empty" role="status">
      <p>{room.problem.value ?? t("opening")}</p>
      {room.problem.value && (
        <button type="button" class="button" onClick={() => void room.refresh()}>
          {t("again")}
        </button>
      )}
    </div>
  );
}

const writeHer = () => write("her");
const writeUs = () => write("us");

/** At once, so that the next letter is already text. Where the two conversations take turns, the
 * tab is drawn first. */
function write(side: "her" | "us"): void {
  const focus = () => document.querySelector<HTMLElement>(`.composer.${side} textarea`)?.focus();
  const tab = document.querySelector<HTMLElement>(`.tab.${side}`);
  tab?.click();
  if (tab) requestAnimationFrame(focus);
  else focus();
}
