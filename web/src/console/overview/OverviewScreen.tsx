import "./overview.css";
import { useEffect } from "preact/hooks";
import { now } from "../../model/clock";
import type { Colleague, Disclosure, Figure, Overview, Team } from "../../protocol";
import { dayAndHour } from "../../view/shared/age";
import { language } from "../../words/area";
import { t as deskWord } from "../desk/words";
import { span } from "../span";
import { t as consoleWord } from "../words/words";
import { overview, problem, readAt, refresh, watchOverview } from "./overview";
import { type Cell, Table } from "./Table";
import { t } from "./words";

const STALE_MS = 30_000;

/** Workload and waiting. No text, and it says so. */
export function OverviewScreen() {
  useEffect(watchOverview, []);
  const known = overview.value;
  return (
    <main class="overview">
      <p class="notice">{t("no_text")}</p>
      <State />
      {known && <Tables known={known} />}
    </main>
  );
}

function Tables({ known }: { known: Overview }) {
  return (
    <>
      <Table
        title="teams"
        columns={["team", "there", "waiting", "longest", "talking", "cover", "place"]}
        rows={known.teams.map(teamRow)}
      />
      <Table
        title="colleagues"
        columns={["name", "kind", "team", "state", "talks"]}
        rows={known.colleagues.map(colleagueRow)}
      />
      <Table
        title="figures"
        columns={["day", "came", "answered", "left", "wiped", "flagged", "wait", "talk"]}
        rows={known.figures.map(figureRow)}
      />
      <Table
        title="disclosures"
        columns={["when", "reason", "state", "asked_by", "agreed_by", "word"]}
        rows={known.disclosures.map(disclosureRow)}
      />
    </>
  );
}

function teamRow({
  name,
  departments,
  covered,
  there,
  waiting,
  longest_ms,
  talking,
}: Team): Cell[] {
  const where = departments.length > 0 ? departments.join(", ") : t("national");
  const longest = longest_ms === null ? null : span(longest_ms);
  const cover = t(covered ? "covered" : "uncovered");
  return [name, there, waiting, longest, talking, cover, where];
}

function colleagueRow({ name, kind, team, there, duty, talks }: Colleague): Cell[] {
  const state = there ? "is_there" : duty ? "on_duty" : "off_duty";
  return [name, deskWord(`kind.${kind}`), team, t(state), talks];
}

function figureRow(figure: Figure): Cell[] {
  const { came, answered, left, wiped, flagged, median_wait_ms, median_talk_ms } = figure;
  const spans = [median_wait_ms, median_talk_ms].map((ms) => (ms === null ? null : span(ms)));
  return [dayOf(figure.day), came, answered, left, wiped, flagged, ...spans];
}

function disclosureRow(one: Disclosure): Cell[] {
  return [
    dayAndHour(one.asked_at),
    deskWord(`disclose.${one.reason}`),
    deskWord(`disclosure.${one.state}`),
    one.asked_by,
    one.agreed_by,
    `${one.prosecutor}, ${one.reference}`,
  ];
}

/** `2026-11-21` in words; left as it is if it is no date. */
export function dayOf(day: string): string {
  const at = Date.parse(`${day}T12:00:00`);
  if (Number.isNaN(at)) return day;
  const shape = { weekday: "short", day: "numeric", month: "short" } as const;
  return new Intl.DateTimeFormat(language.value, shape).format(at);
}

function State() {
  const age = now.value - readAt.value;
  if (!overview.value && !problem.value) return <p class="empty">{consoleWord("reading")}</p>;
  if (overview.value && age < STALE_MS) return null;
  return (
    <p class="notice" role="alert">
      {overview.value ? consoleWord("stale", { span: span(age) }) : problem.value}{" "}
      <button type="button" class="tool" onClick={() => void refresh()}>
        {consoleWord("again")}
      </button>
    </p>
  );
}
