import { useSignal } from "@preact/signals";
import { t } from "../../words/app";
import { Icon, type IconName } from "./Icon";

interface ConsentProps {
  icon: IconName;
  label: string;
  /** What will happen, said before it does. */
  what: string;
  onYes: () => void;
}

/** A door that asks first: nothing that cannot be undone happens at one touch. */
export function Consent({ icon, label, what, onYes }: ConsentProps) {
  const asking = useSignal(false);
  if (!asking.value) {
    return (
      <button
        type="button"
        class="door wide"
        onClick={() => {
          asking.value = true;
        }}
      >
        <Icon name={icon} />
        {label}
      </button>
    );
  }
  return (
    <fieldset class="card">
      <legend class="hidden-label">{label}</legend>
      <p>{what}</p>
      <button type="button" class="button" onClick={onYes}>
        {label}
      </button>
      <button
        type="button"
        class="button quiet"
        onClick={() => {
          asking.value = false;
        }}
      >
        {t("cancel")}
      </button>
    </fieldset>
  );
}
