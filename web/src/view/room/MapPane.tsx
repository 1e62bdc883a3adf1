import { useComputed, useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import type { RoomMapProps } from "../../map/RoomMap";
import type { Room } from "../../model/room";
import type { Person, RoomView } from "../../protocol";
import { theme } from "../../styles/theme";
import { language, t } from "../../words/app";
import { Icon } from "../shared/Icon";
import { mapLarge } from "./mapSize";

type MapView = ComponentType<RoomMapProps>;

/** The map comes after everything needed to help; without it the room works the same. */
export function MapPane({ room, view }: { room: Room; view: RoomView }) {
  const map = useSignal<{ view: MapView } | null>(null);
  const failed = useSignal(false);
  const people = useComputed(() => (room.view.value?.people ?? []).map(shown));
  const load = () => {
    failed.value = false;
    import("../../map/RoomMap")
      .then((module) => {
        map.value = { view: module.default };
      })
      .catch(() => {
        failed.value = true;
      });
  };
  useEffect(load, []);
  const Loaded = map.value?.view;
  return (
    <section class={`map-pane ${mapLarge.value ? "large" : ""}`} aria-label={t("room.map")}>
      {mapLarge.value && <Smaller />}
      {Loaded ? (
        <Loaded
          caller={shown(view.caller)}
          people={people.value.filter((person) => person.fix)}
          theme={theme.value}
          language={language.value}
          running={view.state === "running"}
          room={view.room}
        />
      ) : (
        <div class="empty" role="status">
          <p>{t(failed.value ? "room.mapFailed" : "room.mapLoading")}</p>
          {failed.value && (
            <button type="button" class="button" onClick={load}>
              {t("retry")}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

function Smaller() {
  useEffect(
    () => () => {
      mapLarge.value = false;
    },
    [],
  );
  return (
    <button
      type="button"
      class="button map-smaller"
      onClick={() => {
        mapLarge.value = false;
      }}
    >
      <Icon name="close" size={20} />
      {t("room.smaller")}
    </button>
  );
}

function shown({ who, name, side, fix }: Person) {
  return { who, name, side, fix };
}
