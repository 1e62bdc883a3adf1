import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Line } from "../../model/channels";
import { past, readPast } from "../../model/past";
import { keepEvidence, readText } from "../../model/pastText";
import { explain, sayError } from "../../model/toasts";
import type { PastAlert } from "../../protocol";
import { t } from "../../words/app";
import { t as words } from "../../words/past";
import { day } from "../shared/age";
import { EraseWords } from "../shared/EraseWords";
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
        <p class="soft">{words("note")}</p>
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
      <p>{dies === null ? words("kept") : words("until", { when: day(dies) })}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={alert.held}
          onChange={(event) => {
            keepEvidence(alert.alert, event.currentTarget.checked).catch(sayError);
          }}
        />
        <span>{words("keep")}</span>
      </label>
      <button
        type="button"
        class="button"
        onClick={() => {
          reading.value = true;
        }}
      >
        {words("read")}
      </button>
      <EraseWords
        room={alert.room}
        what={words("eraseWhat")}
        onDone={() => {
          reading.value = false;
          void readPast();
        }}
      />
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
  return (
    <Thread
      lines={lines.value}
      unsent={[]}
      reader={{
        me: herself(lines.value),
        isCaller: true,
        her: "",
        caller: "",
        names: true,
        order: [],
      }}
      seenBy={() => 0}
      empty={words("empty")}
      quiet
    />
  );
}

/** Whoever launched the alert. */
function herself(lines: Line[]): string {
  return lines.find((line) => line.entry.kind === "launched")?.entry.who ?? "";
}
