import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useHold } from "../../platform/hold";
import { wipe } from "../../platform/wipe";
import { t } from "../../words/settings";
import { Section } from "./Section";

/** One gesture erases; the words beside it say what goes and what stays. */
export function Wipe() {
  return (
    <Section title={t("wipe.title")}>
      <h3>{t("wipe.dies")}</h3>
      <ul>
        <li>{t("wipe.dies.1")}</li>
        <li>{t("wipe.dies.2")}</li>
        <li>{t("wipe.dies.3")}</li>
      </ul>
      <h3>{t("wipe.stays")}</h3>
      <ul>
        <li>{t("wipe.stays.1")}</li>
        <li>{t("wipe.stays.2")}</li>
        <li>{t("wipe.stays.3")}</li>
      </ul>
      <WipeButton />
    </Section>
  );
}

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
      <button type="button" class="set-wipe" {...hold.handlers}>
        <progress max={1} value={hold.progress} aria-hidden="true" />
        <span class="set-wipe-words">{t("wipe.hold")}</span>
      </button>
      <p role="status">{early.value ? t("wipe.early") : ""}</p>
    </>
  );
}

function Confirm({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div role="alertdialog" aria-label={t("wipe.confirm")} class="set-row">
      <p>{t("wipe.confirm")}</p>
      <button type="button" class="button small" ref={yes} onClick={onYes}>
        {t("yes")}
      </button>
      <button type="button" class="button small" onClick={onNo}>
        {t("no")}
      </button>
    </div>
  );
}
