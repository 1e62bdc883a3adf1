import { useId } from "preact/hooks";
import { now } from "../../model/clock";
import { go } from "../../model/screen";
import type { Colleague, Talk, Waiting } from "../../protocol";
import { span } from "../span";
import { accept } from "./actions";
import { fresh } from "./desk";
import { AlarmMark, lineOf, MinorMark, PresenceMark, topicWord } from "./Marks";
import { mayAccept } from "./may";
import { unreadOf } from "./rules";
import { t } from "./words";

/** Somebody nobody has answered yet. */
export function WaitingRow({ waiting, me }: { waiting: Waiting; me: Colleague }) {
  const about = useId();
  const elsewhere = waiting.team !== me.team;
  return (
    <li class={`row wait-row level-${waiting.alarm}`}>
      <div class="wait-words" id={about}>
        <p class="row-head">
          <strong class="row-place">{topicWord(waiting)}</strong>
          <span class="row-age">{span(now.value - waiting.came_at)}</span>
        </p>
        <p class="row-counts">{lineOf(waiting)}</p>
        {elsewhere && <p class="row-counts">{t("team_of", { team: waiting.team })}</p>}
      </div>
      <p class="row-marks" id={`${about}-marks`}>
        <AlarmMark alarm={waiting.alarm} />
        {waiting.minor && <MinorMark />}
        {!waiting.here && <PresenceMark talk={{ here: false, left: false }} />}
      </p>
      {mayAccept(me) && (
        <button
          type="button"
          class="button main small"
          data-row
          aria-describedby={`${about} ${about}-marks`}
          onClick={() => void accept(waiting.visit)}
        >
          {t("wait.accept")}
        </button>
      )}
    </li>
  );
}

/** One of my conversations. */
export function TalkRow({ talk, chosen }: { talk: Talk; chosen: boolean }) {
  const unread = unreadOf(talk);
  return (
    <li>
      <button
        type="button"
        class="row talk-row"
        data-row
        aria-current={chosen}
        onClick={() => go({ at: "talk", visit: talk.visit })}
      >
        <span class="row-head">
          <strong class="row-place">{topicWord(talk)}</strong>
          <span class="row-age">{t("talk.since", { span: span(now.value - talk.taken_at) })}</span>
        </span>
        <span class="row-counts">{lineOf(talk)}</span>
        <span class="row-marks talk-marks">
          <PresenceMark talk={talk} />
          {talk.minor && <MinorMark />}
          {unread > 0 && <span class="badge">{t("talk.unread", { count: unread })}</span>}
          {fresh.value.has(talk.visit) && <span class="badge">{t("talk.fresh")}</span>}
        </span>
      </button>
    </li>
  );
}
