import "./map.css";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { nowMs } from "../platform/clock";
import type { Fix, Person } from "../protocol";
import type { Theme } from "../styles/theme";
import type { Language } from "../words/area";
import { metresBetween } from "./distance";
import { Row } from "./Rows";
import { Controls, Notices } from "./Surface";
import { path } from "./trail";
import { useCanvas } from "./useCanvas";
import { useTrail } from "./useTrail";
import { t } from "./words";

export interface MapPerson {
  who: string;
  name: string;
  side: Person["side"];
  fix: Fix | null;
}

export interface RoomMapProps {
  caller: MapPerson | null;
  people: MapPerson[];
  theme: Theme;
  language: Language;
  /** Red belongs to a running alert only. */
  running?: boolean;
  /** The room whose way of hers is asked for and drawn; none: only her last point. */
  room?: string;
}

const TICK_MS = 1_000;

/** Where everybody is: drawn when this device can, and always as a list with the same facts. */
export default function RoomMap({ caller, people, theme, running = true, room }: RoomMapProps) {
  const host = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<string | null>(null);
  const [listed, setListed] = useState(false);
  const now = useNow();
  const view = useCanvas(host, theme, t("keys"), setPicked);
  const { canvas } = view;
  const points = useTrail(room, caller?.who, caller?.fix ?? null);
  const way = useMemo(() => path(points), [points]);
  const others = people.filter((one) => one.fix).sort(byDistance(caller));
  // `now` too: the ages written on the pins must turn.
  useEffect(() => {
    canvas?.show({ caller, people, running, picked, way });
  }, [canvas, caller, people, running, picked, now]);
  const pick = (who: string) => {
    setPicked(who);
    setListed(false);
    const fix = [caller, ...people].find((one) => one?.who === who)?.fix;
    if (fix) canvas?.lookAt(fix);
  };
  const drawn = view.drawing === "loading" || view.drawing === "ready";
  return (
    <div class="map" data-drawn={drawn} data-listed={listed}>
      <div class="map-surface">
        {drawn && <div class="map-host" ref={host} />}
        {drawn && !listed && <Controls view={view} caller={caller} />}
        <Notices view={view} />
      </div>
      <List
        caller={caller}
        others={others}
        row={{ caller, running, now, way }}
        picked={picked}
        onPick={drawn ? pick : null}
      />
      {drawn && (
        <button
          type="button"
          class="map-turn"
          aria-pressed={listed}
          onClick={() => setListed(!listed)}
        >
          {listed ? t("as_map") : t("as_list", { count: others.length + (caller ? 1 : 0) })}
        </button>
      )}
    </div>
  );
}

interface ListProps {
  caller: MapPerson | null;
  others: MapPerson[];
  row: { caller: MapPerson | null; running: boolean; now: number; way: Fix[] };
  picked: string | null;
  onPick: ((who: string) => void) | null;
}

function List({ caller, others, row, picked, onPick }: ListProps) {
  const everyone = caller ? [caller, ...others] : others;
  return (
    <div class="map-list">
      <ul aria-label={t("people")}>
        {everyone.map((one) => (
          <Row key={one.who} person={one} {...row} picked={picked === one.who} onPick={onPick} />
        ))}
      </ul>
      {caller && !caller.fix && <p class="map-empty">{t("no_point")}</p>}
      {others.length === 0 && <p class="map-empty">{t("alone")}</p>}
    </div>
  );
}

function byDistance(caller: MapPerson | null) {
  const metres = (one: MapPerson) =>
    one.fix && caller?.fix ? metresBetween(one.fix, caller.fix) : Number.POSITIVE_INFINITY;
  return (one: MapPerson, other: MapPerson) => metres(one) - metres(other);
}

/** The time of day, once a second: an age must turn on its own. */
function useNow(): number {
  const [now, setNow] = useState(nowMs);
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}
