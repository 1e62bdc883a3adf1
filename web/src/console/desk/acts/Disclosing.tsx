import { useSignal } from "@preact/signals";
import type { Disclose } from "../../../protocol";
import { Sheet } from "../../../view/shared/Sheet";
import { disclose } from "../actions";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

/** `minor` only of somebody who said she is one. */
const REASONS: readonly Disclose["reason"][] = ["minor", "danger"];

/** The one way somebody could be found: said soberly, never in haste, never alone. */
export function Disclosing({ talk, onClose }: SheetProps) {
  const asking = useAsking();
  const reason = useSignal<Disclose["reason"] | null>(talk.minor ? "minor" : null);
  const prosecutor = useSignal("");
  const reference = useSignal("");
  const present = talk.here && !talk.left;
  const said = [prosecutor, reference].every(({ value }) => value.trim().length >= 2);
  const ready = present && said && reason.value !== null && !asking.busy.value;
  const go = async (event: Event) => {
    event.preventDefault();
    const why = reason.peek();
    if (!why || !ready) return;
    const request = {
      visit: talk.visit,
      reason: why,
      prosecutor: prosecutor.peek().trim(),
      reference: reference.peek().trim(),
    };
    if (await asking.ask(() => disclose(request))) onClose();
  };
  return (
    <Sheet title={t("disclose.title")} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void go(event)}>
        <p>{t("disclose.what")}</p>
        <p>{t("disclose.second")}</p>
        <p class="soft">{t("disclose.limits")}</p>
        <p class="soft">{t("disclose.stays")}</p>
        <fieldset class="options">
          <legend>{t("disclose.reason")}</legend>
          {REASONS.filter((one) => one !== "minor" || talk.minor).map((one) => (
            <label class="check" key={one}>
              <input
                type="radio"
                name="reason"
                checked={reason.value === one}
                onChange={() => {
                  reason.value = one;
                }}
              />
              <span>{t(`disclose.${one}`)}</span>
            </label>
          ))}
        </fieldset>
        <Field word="disclose.prosecutor" value={prosecutor} />
        <Field word="disclose.reference" value={reference} />
        {!present && (
          <p class="notice" role="alert">
            {t("disclose.gone")}
          </p>
        )}
        <Asked asking={asking} />
        <button type="submit" class="button" disabled={!ready}>
          {t("disclose.do")}
        </button>
      </form>
    </Sheet>
  );
}

interface FieldProps {
  word: "disclose.prosecutor" | "disclose.reference";
  value: { value: string };
}

function Field({ word, value }: FieldProps) {
  return (
    <label class="field">
      {t(word)}
      <input
        value={value.value}
        maxlength={200}
        autocomplete="off"
        onInput={(event) => {
          value.value = event.currentTarget.value;
        }}
      />
    </label>
  );
}
