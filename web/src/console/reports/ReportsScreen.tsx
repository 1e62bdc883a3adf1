import { useEffect } from "preact/hooks";
import { now } from "../../model/clock";
import type { ReportView } from "../../protocol";
import { useShortcut } from "../shortcuts";
import { span } from "../span";
import { t } from "../words/words";
import {
  chosen,
  chosenId,
  open,
  problem,
  readAt,
  refresh,
  reports,
  settled,
  watchReports,
} from "./reports";
import { Settling } from "./Settling";

const STALE_MS = 40_000;

/** Reports of abuse: those that wait longest first, then what was decided. */
export function ReportsScreen() {
  useEffect(watchReports, []);
  useShortcut("Escape", leave);
  const report = chosen.value;
  return (
    <main class={`panes ${report ? "chosen" : ""}`}>
      <section class="list" aria-label={t("reports")}>
        <State />
        <Group title={t("report.open")} list={open.value} />
        <Group title={t("report.done")} list={settled.value} />
      </section>
      <section class="pane">
        {report ? (
          <Settling key={report.report} report={report} onBack={leave} />
        ) : (
          <p class="empty">{t("report.pick")}</p>
        )}
      </section>
    </main>
  );
}

function State() {
  if (!reports.value && !problem.value) return <p class="empty">{t("reading")}</p>;
  const age = now.value - readAt.value;
  const stale = reports.value && age > STALE_MS;
  if (problem.value || stale) {
    return (
      <p class="notice" role="alert">
        {stale ? t("stale", { span: span(age) }) : problem.value}{" "}
        <button type="button" class="tool" onClick={() => void refresh()}>
          {t("again")}
        </button>
      </p>
    );
  }
  if (open.value.length > 0) return null;
  return <p class="empty">{t("report.none")}</p>;
}

function Group({ title, list }: { title: string; list: ReportView[] }) {
  if (list.length === 0) return null;
  return (
    <>
      <h2 class="group">
        {title} <span class="count">{list.length}</span>
      </h2>
      <ul class="rows">
        {list.map((report) => (
          <Row key={report.report} report={report} />
        ))}
      </ul>
    </>
  );
}

function Row({ report }: { report: ReportView }) {
  const waits = span(now.value - report.at);
  return (
    <li>
      <button
        type="button"
        class="row"
        data-row
        aria-current={chosenId.value === report.report}
        onClick={() => {
          chosenId.value = report.report;
        }}
      >
        <span class="row-head">
          <strong>{t(`report.about_${report.about}`, { launcher: report.launcher })}</strong>
          {report.flagged && <span class="badge">{t("report.flagged")}</span>}
        </span>
        <span class="row-reason">{report.reason}</span>
        <span class="row-counts">
          {t("report.by", { reporter: report.reporter })} ·{" "}
          {t("report.launches", { count: report.launches_24h })}
        </span>
        <span class="row-sign">
          {report.outcome
            ? `${t(`report.${report.outcome}`)} · ${t("ago", { span: waits })}`
            : t("report.waits", { span: waits })}
        </span>
        {report.note && <span class="row-reason">{report.note}</span>}
      </button>
    </li>
  );
}

function leave(): void {
  chosenId.value = null;
}
