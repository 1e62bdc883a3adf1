import { now } from "../../model/clock";
import type { Desk } from "../../protocol";
import { span } from "../span";
import { t as consoleWord } from "../words/words";
import { Duty } from "./Duty";
import { desk, problem, readAt, refresh } from "./desk";
import { mayAccept } from "./may";
import { Requests } from "./Requests";
import { TalkRow, WaitingRow } from "./Rows";
import { ordered } from "./rules";
import { t } from "./words";

/** Past this the desk is said to be old. */
const STALE_MS = 70_000;

/** My duty, who waits, and my conversations. */
export function Left({ chosen }: { chosen: string | null }) {
  const known = desk.value;
  return (
    <section class="list" aria-label={consoleWord("desk")}>
      {known && <Duty me={known.me} colleagues={known.colleagues} />}
      <State />
      {known && <Requests known={known} />}
      {known && mayAccept(known.me) && <Queue known={known} />}
      {known && <Talks known={known} chosen={chosen} />}
    </section>
  );
}

function Queue({ known }: { known: Desk }) {
  const { waiting, me } = known;
  const late = waiting.filter(({ alarm }) => alarm > 0).length;
  return (
    <section aria-label={t("wait.title")}>
      <h2 class="group">
        {t("wait.title")} <span class="count">{waiting.length}</span>
      </h2>
      <p class="hidden-label" role="status">
        {t("wait.count", { count: waiting.length })}
      </p>
      <p class="hidden-label" role="alert">
        {late > 0 && t("alarm.said", { count: late })}
      </p>
      {waiting.length === 0 && <p class="soft small-line">{t("wait.none")}</p>}
      <ul class="rows">
        {ordered(waiting).map((one) => (
          <WaitingRow key={one.visit} waiting={one} me={me} />
        ))}
      </ul>
    </section>
  );
}

function Talks({ known: { talks, me }, chosen }: { known: Desk; chosen: string | null }) {
  const none = mayAccept(me) ? "talk.none" : "talk.none_expert";
  const byAge = [...talks].sort((one, other) => one.taken_at - other.taken_at);
  return (
    <section aria-label={t("talk.title")}>
      <h2 class="group">
        {t("talk.title")} <span class="count">{talks.length}</span>
      </h2>
      {talks.length === 0 && <p class="soft small-line">{t(none)}</p>}
      <ul class="rows">
        {byAge.map((talk) => (
          <TalkRow key={talk.visit} talk={talk} chosen={talk.visit === chosen} />
        ))}
      </ul>
    </section>
  );
}

/** Not read yet, or old: each is said. What was read stays. */
function State() {
  const age = now.value - readAt.value;
  if (!desk.value && !problem.value) return <p class="empty">{consoleWord("reading")}</p>;
  if (desk.value && age < STALE_MS) return null;
  return (
    <p class="notice" role="alert">
      {desk.value ? consoleWord("stale", { span: span(age) }) : problem.value}{" "}
      <button type="button" class="tool" onClick={() => void refresh()}>
        {consoleWord("again")}
      </button>
    </p>
  );
}
