import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Line } from "../../model/channels";
import { keepEvidence, past, readText } from "../../model/past";
import { me } from "../../model/session";
import { explain, sayError } from "../../model/toasts";
import type { PastAlert } from "../../protocol";
import { t } from "../../words/app";
import { day } from "../shared/age";
import { Sheet } from "../shared/Sheet";
import { Thread } from "../shared/Thread";
import { TopBar } from "../shared/TopBar";
import "./past.css";

/** Her closed alerts: their words stay hers for a while, longer if she keeps them as evidence. */
export function Past() {
  return (
    <main class="screen">
      <TopBar back>
        <h1>{t("past.title")}</h1>
      </TopBar>
      <div class="past stack">
        <p class="soft">{t("past.note")}</p>
        {past.value.map((alert) => (
          <One key={alert.alert} alert={alert} />
        ))}
      </div>
    </main>
  );
}

function One({ alert }: { alert: PastAlert }) {
  const reading = useSignal(false);
  const dies = alert.text_dies_at;
  return (
    <section class="card">
      <h2>{day(alert.launched_at)}</h2>
      <p>{dies === null ? t("past.kept") : t("past.until", { when: day(dies) })}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={alert.held}
          onChange={(event) => {
            keepEvidence(alert.alert, event.currentTarget.checked).catch(sayError);
          }}
        />
        <span>{t("past.keep")}</span>
      </label>
      <button
        type="button"
        class="button"
        onClick={() => {
          reading.value = true;
        }}
      >
        {t("past.read")}
      </button>
      {reading.value && (
        <Sheet
          title={day(alert.launched_at)}
          onClose={() => {
            reading.value = false;
          }}
        >
          <Text room={alert.room} />
        </Sheet>
      )}
    </section>
  );
}

function Text({ room }: { room: string }) {
  const lines = useSignal<Line[] | null>(null);
  const problem = useSignal<string | null>(null);
  useEffect(() => {
    readText(room)
      .then((read) => {
        lines.value = read;
      })
      .catch((error) => {
        problem.value = explain(error);
      });
  }, [room]);
  if (!lines.value) return <p class="soft">{problem.value ?? t("loading")}</p>;
  const caller = me.value?.first_name ?? t("said.you");
  return (
    <Thread
      lines={lines.value}
      unsent={[]}
      reader={{ me: "", isCaller: true, her: "", caller, names: true, order: [] }}
      seenBy={() => 0}
      empty={t("past.empty")}
      quiet
    />
  );
}
