import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Saving } from "./saving";

interface TextProps {
  label: string;
  help?: string;
  value: string;
  onInput: (value: string) => void;
  kind?: "text" | "tel" | "url";
  autocomplete?: AutoFill;
}

/** What browsers may offer; "off" for everything that must not be learnt. */
type AutoFill = "off" | "given-name" | "tel";

export function TextField({ label, help, value, onInput, kind = "text", ...rest }: TextProps) {
  const id = useId();
  return (
    <div class="set-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        inputMode={kind}
        autocomplete={rest.autocomplete ?? "off"}
        maxLength={200}
        value={value}
        aria-describedby={help ? `${id}-help` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {help && (
        <p id={`${id}-help`} class="set-help">
          {help}
        </p>
      )}
    </div>
  );
}

interface CodeProps {
  label: string;
  help?: string;
  value: string;
  onInput: (value: string) => void;
}

/** Digits shown as discs. Not a password field: a browser would offer to keep it. */
export function CodeField({ label, help, value, onInput }: CodeProps) {
  const id = useId();
  return (
    <div class="set-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="set-code"
        inputMode="numeric"
        autocomplete="off"
        maxLength={12}
        value={value}
        aria-describedby={help ? `${id}-help` : undefined}
        onInput={(event) => onInput(event.currentTarget.value.replace(/\D/g, ""))}
      />
      {help && (
        <p id={`${id}-help`} class="set-help">
          {help}
        </p>
      )}
    </div>
  );
}

interface SwitchProps {
  label: string;
  help: string;
  on: boolean;
  busy?: boolean;
  onChange: (on: boolean) => void;
}

export function Switch({ label, help, on, busy = false, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="set-switch">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        aria-busy={busy}
        aria-describedby={`${id}-help`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <p id={`${id}-help`} class="set-help">
        {help}
      </p>
    </div>
  );
}

interface FormProps {
  saving: Saving;
  submit: string;
  onSubmit: () => void;
  children: ComponentChildren;
}

export function Form({ saving, submit, onSubmit, children }: FormProps) {
  return (
    <form
      class="set-form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
      <button type="submit" class="button main" aria-busy={saving.busy}>
        {submit}
      </button>
      <SavingLine saving={saving} />
    </form>
  );
}

export function SavingLine({ saving }: { saving: Saving }) {
  return (
    <p class={saving.failed.value ? "set-said set-bad" : "set-said"} role="status">
      {saving.said}
    </p>
  );
}
