import { now } from "../../model/clock";
import type { Room } from "../../model/room";
import type { Person, RoomView } from "../../protocol";
import { t } from "../../words/app";
import { pointAge } from "../shared/age";
import { Icon } from "../shared/Icon";
import { mapLarge } from "./mapSize";

const ORDER = ["acting", "seen", "alarmed", "declined", "freed"] as const;
/** Beyond these only the counts are told: a strip is read at a glance. */
const SHOWN = 12;

/** Who is here and does what: those who act first. */
export function People({ room, view }: { room: Room; view: RoomView }) {
  const active = view.people.filter((person) => isActive(person));
  const sorted = [...active].sort((a, b) => rank(a) - rank(b)).slice(0, SHOWN);
  const { acting, seen } = view.tally;
  return (
    <section class="people" aria-label={t("room.people")}>
      <p class="people-counts" aria-live="polite">
        <span>{t("her.acting", { count: acting })}</span>
        <span>{t("her.seen", { count: seen })}</span>
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and a keyboard must reach its end */}
      <ul class="strip" tabIndex={0} aria-label={t("room.people")}>
        {sorted.map((person) => (
          <li key={person.who} class={`person ${person.side} ${person.state ?? ""}`}>
            <span class="person-name">{person.who === view.me ? t("room.you") : person.name}</span>
            <span class="person-state">{stateWords(person)}</span>
            {person.fix && (
              <span class="person-age">
                {pointAge(person.fix, room.heardAt.value[person.who], now.value)}
              </span>
            )}
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="icon-button framed map-larger"
        aria-label={t("room.bigger")}
        onClick={() => {
          mapLarge.value = true;
        }}
      >
        <Icon name="map" size={22} />
      </button>
    </section>
  );
}

function isActive(person: Person): boolean {
  return person.side === "partner" || person.state === "acting" || person.state === "seen";
}

function rank(person: Person): number {
  if (person.side === "partner") return -1;
  return person.state ? ORDER.indexOf(person.state) : ORDER.length;
}

function stateWords(person: Person): string {
  const state = person.side === "partner" ? t("state.partner") : stateOf(person);
  const far = person.distance_m;
  if (far === null) return state;
  const words =
    far < 1_000
      ? t("state.m", { m: Math.round(far / 10) * 10 })
      : t("state.km", { km: Math.round(far / 100) / 10 });
  return state ? `${state} · ${words}` : words;
}

function stateOf(person: Person): string {
  return person.state ? t(`state.${person.state}`) : "";
}
