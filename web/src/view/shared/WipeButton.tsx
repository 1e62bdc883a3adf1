import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useHold } from "../../platform/hold";
import { wipe } from "../../platform/wipe";
import { t } from "../../words/platform";
import "./wipe.css";

/** One gesture: held two seconds, everything here is erased. */
export function WipeButton() {
  const early = useSignal(false);
  const hold = useHold({
    ms: 2_000,
    onDone: () => void wipe(),
    onEarly: () => {
      early.value = true;
    },
  });
  if (hold.confirming.value) return <Confirm onYes={hold.confirm} onNo={hold.cancel} />;
  return (
    <>
      <button type="button" class="wipe" {...hold.handlers}>
        <progress max={1} value={hold.progress} aria-hidden="true" />
        <span class="wipe-words">{t("wipeHold")}</span>
      </button>
      <p role="status">{early.value ? t("wipeEarly") : ""}</p>
    </>
  );
}

function Confirm({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div role="alertdialog" aria-label={t("wipeConfirm")} class="wipe-confirm">
      <p>{t("wipeConfirm")}</p>
      <button type="button" class="button small" ref={yes} onClick={onYes}>
        {t("wipeYes")}
      </button>
      <button type="button" class="button small" onClick={onNo}>
        {t("wipeNo")}
      </button>
    </div>
  );
}
