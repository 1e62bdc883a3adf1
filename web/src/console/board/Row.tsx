import { now } from "../../model/clock";
import { go } from "../../model/screen";
import type { Watched } from "../../protocol";
import { Icon } from "../../view/shared/Icon";
import { span } from "../span";
import { type ConsoleWord, t } from "../words/words";
import { fresh, unread } from "./board";
import { isWaiting } from "./rules";

/** One alert on the board: no name, no exact point, until somebody enters. */
export function Row({ watched, chosen }: { watched: Watched; chosen: boolean }) {
  const { alert, room } = watched;
  const news = unread.value[room] ?? 0;
  return (
    <li>
      <button
        type="button"
        class={`row ${stateOf(watched)}`}
        data-row
        aria-current={chosen}
        onClick={() => go({ at: "room", alert })}
      >
        <span class="row-head">
          <StateMark watched={watched} />
          <span class="row-age">{span(now.value - watched.launched_at)}</span>
        </span>
        <strong class="row-place">{placeOf(watched)}</strong>
        <span class="row-counts">{t("counts", countsOf(watched))}</span>
        <Sign watched={watched} />
        <span class="row-marks">
          {news > 0 && <span class="badge">{t("unread", { count: news })}</span>}
          {fresh.value.has(alert) && <span class="badge">{t("fresh")}</span>}
          {watched.entered && <span class="mark-entered">{t("entered")}</span>}
        </span>
      </button>
    </li>
  );
}

/** A disc while it runs, a ring once stopped, a barred one under constraint: shape and word. */
export function StateMark({ watched }: { watched: Watched }) {
  const state = stateOf(watched);
  return (
    <span class={`state-mark ${state}`}>
      <i aria-hidden="true" />
      {t(`state.${state}` as ConsoleWord)}
    </span>
  );
}

/** The last sign of anybody, or for how long there has been none; first that nobody acts. */
export function Sign({ watched }: { watched: Watched }) {
  const silent = watched.last_sign_at === null;
  const since = span(now.value - (watched.last_sign_at ?? watched.launched_at));
  const late = isWaiting(watched);
  return (
    <span class={`row-sign ${late ? "late" : ""}`}>
      {late && <Icon name="clock" size={16} />}
      {t(silent ? "no_sign" : late ? "nobody_acts" : "last_sign", { span: since })}
    </span>
  );
}

export function stateOf(watched: Watched): string {
  const forced = watched.constrained && watched.state === "stopped";
  return forced ? "constrained" : watched.state;
}

export function placeOf({ commune, department }: Watched): string {
  if (commune && department) return `${commune} (${department})`;
  return commune ?? department ?? t("place_unknown");
}

function countsOf({ alarmed, seen, acting }: Watched) {
  return { alarmed, seen, acting };
}
