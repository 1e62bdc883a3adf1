import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { wipe } from "../model/leaving";
import { t } from "../words/words";

/** Long enough for slow hands; then a stray touch counts for nothing. */
const ARMED_MS = 6_000;

interface WipeButtonProps {
  id: string;
  label: string;
  /** What is read aloud; begins with the label. */
  full?: string;
}

/**
 * Pressed twice, it erases. No question to aim at: the second press falls where the first did, so the
 * button holds both its words and keeps its size.
 */
export function WipeButton({ id, label, full = label }: WipeButtonProps) {
  const armed = useSignal(false);
  useEffect(() => {
    if (!armed.value) return;
    const timer = setTimeout(() => {
      armed.value = false;
    }, ARMED_MS);
    return () => clearTimeout(timer);
  }, [armed.value]);
  const press = () => {
    if (armed.peek()) wipe();
    else armed.value = true;
  };
  return (
    <>
      <button
        type="button"
        id={id}
        class={`button wipe ${armed.value ? "armed" : ""}`}
        aria-label={armed.value ? t("top.wipeAgainFull") : full}
        onClick={press}
      >
        <span class="word">{label}</span>
        <span class="sure">{t("top.wipeAgain")}</span>
      </button>
      <p class="armed-words" role="status">
        {armed.value ? t("top.armed") : ""}
      </p>
    </>
  );
}
