import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { wipe } from "../model/leaving";
import { t } from "../words/words";

/** Long enough for slow hands; then a stray touch counts for nothing. */
const ARMED_MS = 6_000;

/** Pressed twice, it erases. The second press is in the same place: no question to aim at. */
export function WipeButton({ id, label }: { id: string; label: string }) {
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
        class={armed.value ? "button wipe armed" : "button wipe"}
        aria-label={t(armed.value ? "top.wipeAgainFull" : "top.wipeFull")}
        onClick={press}
      >
        {armed.value ? t("top.wipeAgain") : label}
      </button>
      <p class="armed-words" role="status">
        {armed.value ? t("top.armed") : ""}
      </p>
    </>
  );
}
