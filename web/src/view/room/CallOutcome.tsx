import { calling, endCall } from "../../model/answering";
import type { CallEnd } from "../../protocol";
import { t } from "../../words/app";
import { Sheet } from "../shared/Sheet";

const OUTCOMES: CallEnd["outcome"][] = ["reached", "no_answer", "refused", "wrong_number"];

/** Back from the phone: the others want to know whether she was reached. */
export function CallOutcome() {
  if (!calling.value?.back) return null;
  return (
    <Sheet title={t("call.how")} onClose={() => endCall(null)}>
      <div class="stack">
        {OUTCOMES.map((outcome) => (
          <button
            type="button"
            class={`button ${outcome === "reached" ? "main" : ""}`}
            key={outcome}
            onClick={() => endCall(outcome)}
          >
            {t(`call.${outcome}`)}
          </button>
        ))}
      </div>
    </Sheet>
  );
}
