import { useState } from "preact/hooks";
import type { Fix } from "../protocol";
import { language } from "../words/area";
import { ageOf, ageWords } from "./age";
import { coordinates, distanceWords, metresBetween } from "./distance";
import type { MapPerson } from "./RoomMap";
import { length } from "./trail";
import { type MapWord, t } from "./words";

interface RowProps {
  person: MapPerson;
  caller: MapPerson | null;
  running: boolean;
  now: number;
  /** Where she went, oldest first. */
  way: Fix[];
  picked: boolean;
  onPick: ((who: string) => void) | null;
}

/** One person's position in words: what the canvas draws, for whoever cannot see it. */
export function Row({ person, caller, running, now, way, picked, onPick }: RowProps) {
  const age = person.fix ? ageOf(person.fix, now) : "unknown";
  return (
    <li class={`map-row map-row-${person.side}`} data-age={age} data-running={running}>
      <span class="map-mark" aria-hidden="true" />
      <span class="map-who">
        {person.fix && onPick ? (
          <button
            type="button"
            class="map-name"
            aria-pressed={picked}
            title={t("show", { name: person.name })}
            onClick={() => onPick(person.who)}
          >
            {person.name}
          </button>
        ) : (
          <span class="map-name">{person.name}</span>
        )}
        <span class="map-side">{t(sideWord(person, running))}</span>
      </span>
      <span class="map-age">{ageWords(person.fix, now)}</span>
      <span class="map-facts">
        {facts(person, caller).map((fact) => (
          <span key={fact}>{fact}</span>
        ))}
      </span>
      {person.side === "caller" && <Way way={way} />}
      {person.side === "caller" && person.fix && <Copy text={coordinates(person.fix)} />}
    </li>
  );
}

function sideWord(person: MapPerson, running: boolean): MapWord {
  if (person.side !== "caller") return person.side;
  return running ? "her" : "her_before";
}

function facts(person: MapPerson, caller: MapPerson | null): string[] {
  if (!person.fix) return [];
  const close = t("accuracy", { metres: distanceWords(person.fix.accuracy_m) });
  if (person.side === "caller") return [close, coordinates(person.fix)];
  if (!caller?.fix) return [close];
  const away = metresBetween(person.fix, caller.fix);
  return [t("away", { distance: distanceWords(away) }), close];
}

/** The line on the canvas, in words. */
function Way({ way }: { way: Fix[] }) {
  const first = way[0];
  if (!first || way.length < 2) return null;
  const when = new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit" });
  const distance = distanceWords(length(way));
  return <span class="map-facts">{t("way", { distance, since: when.format(first.at) })}</span>;
}

/** Her point is read aloud to 17, or typed into another map by who chooses to. */
function Copy({ text }: { text: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text).catch(() => undefined);
    setDone(true);
    setTimeout(() => setDone(false), 2_000);
  };
  return (
    <button type="button" class="map-copy" onClick={copy}>
      {t(done ? "copied" : "copy")}
    </button>
  );
}
