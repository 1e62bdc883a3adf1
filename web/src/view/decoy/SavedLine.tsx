import { pending } from "../../model/press";
import { own } from "../../model/standing";
import { t } from "../../words/decoy";

const WORDS = { sending: "saving", unsent: "unsaved", refused: "failed" } as const;

/**
 * The truth about an alert launched from here, in words any page could say: being saved, saved
 * (the server has it), not saved (it tries again), impossible (it does not).
 */
export function SavedLine() {
  return (
    <p class="decoy-foot" role="status">
      {words()}
    </p>
  );
}

function words(): string {
  const waiting = pending.value;
  if (waiting) return t(WORDS[waiting.phase]);
  return own.value?.state === "running" ? t("saved") : "";
}
