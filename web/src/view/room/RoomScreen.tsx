import { useSignal } from "@preact/signals";
import type { Room } from "../../model/room";
import { goHome } from "../../model/screen";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { dayAndHour } from "../shared/age";
import { TopBar } from "../shared/TopBar";
import { useRoom } from "../shared/useRoom";
import { Actions } from "./Actions";
import { CallOutcome } from "./CallOutcome";
import { MapPane } from "./MapPane";
import { People } from "./People";
import { RoomHead } from "./RoomHead";
import { ReportSheet } from "./RoomMenu";
import { Sides } from "./Sides";
import "./room.css";

/** The responder's screen: call first, then the map, the people, and two ways to write. */
export function RoomScreen({ alert }: { alert: string }) {
  const room = useRoom(alert);
  const view = room.view.value;
  if (!view) return <Opening room={room} />;
  if (view.state === "closed") return <Closed view={view} />;
  return (
    <main class={`screen room ${view.state}`}>
      <RoomHead room={room} view={view} />
      <div class="room-body">
        <div class="room-where">
          <Notes room={room} view={view} />
          <Actions view={view} />
          <MapPane room={room} view={view} />
          <People room={room} view={view} />
        </div>
        <Sides room={room} view={view} />
      </div>
      <CallOutcome />
    </main>
  );
}

function Notes({ room, view }: { room: Room; view: RoomView }) {
  if (view.state !== "stopped") return null;
  const constrained = isConstrained(room);
  const words = constrained ? "said.stopped_under_constraint" : "room.stoppedNote";
  return (
    <p class={`notice ${constrained ? "grave" : ""}`} role="alert">
      {t(words, { name: view.caller.name })}{" "}
      {t("room.until", { when: dayAndHour(view.window_ends_at) })}
    </p>
  );
}

/** Told in the responders' channel only; a later launch makes it past. */
function isConstrained(room: Room): boolean {
  const entries = Object.values(room.logs.value).flatMap((log) => log.entries);
  const forced = entries.filter((entry) => entry.kind === "stopped_under_constraint");
  const launched = entries.filter((entry) => entry.kind.endsWith("launched"));
  const latest = (list: { at: number }[]) => Math.max(0, ...list.map((entry) => entry.at));
  return forced.length > 0 && latest(forced) >= latest(launched);
}

/** Some things are understood only afterwards: reporting stays open. */
function Closed({ view }: { view: RoomView }) {
  const reporting = useSignal(false);
  return (
    <main class="screen room">
      <TopBar back>
        <h1>{view.caller.name}</h1>
      </TopBar>
      <div class="empty">
        <p>{t("room.closedNote")}</p>
        <button type="button" class="button" onClick={goHome}>
          {t("her.back")}
        </button>
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            reporting.value = true;
          }}
        >
          {t("room.report")}
        </button>
      </div>
      {reporting.value && (
        <ReportSheet
          view={view}
          onClose={() => {
            reporting.value = false;
          }}
        />
      )}
    </main>
  );
}

function Opening({ room }: { room: Room }) {
  return (
    <main class="screen room">
      <TopBar back />
      <div class="empty" role="status">
        <p>{room.problem.value ?? t("room.opening")}</p>
        {room.problem.value && (
          <button type="button" class="button" onClick={() => void room.refresh()}>
            {t("retry")}
          </button>
        )}
      </div>
    </main>
  );
}
