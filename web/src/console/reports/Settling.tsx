import { useSignal } from "@preact/signals";
import { explain } from "../../model/toasts";
import type { ReportView, Settle } from "../../protocol";
import { dayAndHour } from "../../view/shared/age";
import { Icon } from "../../view/shared/Icon";
import { t } from "../words/words";
import { settle } from "./reports";

interface SettlingProps {
  report: ReportView;
  onBack: () => void;
}

/** One report: what is said, and what each decision would do. Nothing is cut without saying what. */
export function Settling({ report, onBack }: SettlingProps) {
  return (
    <div class="before">
      <header class="pane-head">
        <button type="button" class="icon-button narrow" aria-label={t("back")} onClick={onBack}>
          <Icon name="back" />
        </button>
        <h2>{t(`report.about_${report.about}`, { launcher: report.launcher })}</h2>
        {report.flagged && <span class="badge">{t("report.flagged")}</span>}
      </header>
      <ul class="facts">
        <li>{t("report.by", { reporter: report.reporter })}</li>
        <li>{dayAndHour(report.at)}</li>
        <li>{t("report.launches", { count: report.launches_24h })}</li>
      </ul>
      <section class="card">
        <h3>{t("report.reason")}</h3>
        <p class="reason">{report.reason}</p>
      </section>
      {report.outcome ? (
        <p class="notice">{t(`report.${report.outcome}`)}</p>
      ) : (
        <Decision report={report} />
      )}
    </div>
  );
}

function Decision({ report }: { report: ReportView }) {
  const note = useSignal("");
  const banning = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const decide = async (outcome: Settle["outcome"]) => {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    await settle({ report: report.report, outcome, note: note.peek().trim() }).catch((error) => {
      problem.value = explain(error);
    });
    busy.value = false;
  };
  return (
    <section class="card">
      <label class="field">
        {t("report.note")}
        <input
          value={note}
          maxlength={200}
          autocomplete="off"
          onInput={(event) => {
            note.value = event.currentTarget.value;
          }}
        />
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
      {busy.value && <p role="status">{t("report.settling")}</p>}
      {banning.value ? (
        <Ban
          launcher={report.launcher}
          ready={note.value.trim() !== "" && !busy.value}
          onGo={() => void decide("banned")}
          onCancel={() => {
            banning.value = false;
          }}
        />
      ) : (
        <>
          <p class="soft">{t("report.dismiss_what")}</p>
          <div class="choices">
            <button type="button" class="button" onClick={() => void decide("dismissed")}>
              {t("report.dismiss")}
            </button>
            <button
              type="button"
              class="button quiet"
              onClick={() => {
                banning.value = true;
              }}
            >
              {t("report.ban")}
            </button>
          </div>
        </>
      )}
    </section>
  );
}

interface BanProps {
  launcher: string;
  ready: boolean;
  onGo: () => void;
  onCancel: () => void;
}

function Ban({ launcher, ready, onGo, onCancel }: BanProps) {
  return (
    <div class="ban">
      <h3>{t("report.ban_title", { launcher })}</h3>
      <p>{t("report.ban_dies")}</p>
      <p>{t("report.ban_stays")}</p>
      <p class="soft">{t("report.ban_back")}</p>
      {!ready && <p class="soft">{t("report.note_ban")}</p>}
      <div class="choices">
        <button type="button" class="button main" onClick={onCancel}>
          {t("report.cancel")}
        </button>
        <button type="button" class="button" disabled={!ready} onClick={onGo}>
          {t("report.ban_go", { launcher })}
        </button>
      </div>
    </div>
  );
}
