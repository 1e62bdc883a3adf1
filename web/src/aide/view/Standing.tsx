import type { Met, Visit } from "../../protocol";
import { link } from "../net/link";
import { t } from "../words/words";

const MINUTE = 60_000;

/** How things stand: the queue and who answers, or who is with her; and the network. */
export function Standing({ visit }: { visit: Visit }) {
  return (
    <section class="standing">
      <div role="status" id="standing">
        {visit.state === "waiting" ? <Queue visit={visit} /> : <p>{withYou(visit.people)}</p>}
      </div>
      <Network />
    </section>
  );
}

function Queue({ visit }: { visit: Visit }) {
  return (
    <>
      <p>
        <strong>
          {visit.place > 1 ? t("wait.place", { place: String(visit.place) }) : t("wait.first")}
        </strong>{" "}
        {visit.there && howLong(visit.wait_ms)}
      </p>
      {!visit.there && <p class="notice">{t("wait.nobody")}</p>}
      <p class="soft">
        {t(whoAnswers(visit))} {t("wait.write")}
      </p>
    </>
  );
}

function howLong(ms: number | null): string {
  if (ms === null) return t("wait.noTime");
  return t("wait.time", { count: Math.max(1, Math.round(ms / MINUTE)) });
}

function whoAnswers({ known, near }: Visit) {
  if (!known) return "wait.unknown";
  return near ? "wait.near" : "wait.far";
}

function withYou(people: Met[]): string {
  if (people.length === 0) return t("talk.nobody");
  const names = people.map(({ name, kind }) => `${name} (${t(`kind.${kind}`)})`);
  return t("talk.with", { names: names.join(", ") });
}

function Network() {
  const said = link.value === "offline" || link.value === "connecting" ? link.value : null;
  return (
    <p class={said === "offline" ? "network loud" : "network"} role="status" id="link">
      {said && t(`link.${said}`)}
    </p>
  );
}
