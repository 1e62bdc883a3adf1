import type { Signal } from "@preact/signals";
import type { Begin } from "../../protocol";
import { asked, type Question } from "../model/form";
import { type Key, t } from "../words/words";

type Value = boolean | Begin["topic"];

interface ChoiceProps<V extends Value> {
  name: Question;
  value: Signal<V | null>;
  options: V[];
}

/** One question, one answer, large enough for a thumb. */
export function Choice<V extends Value>({ name, value, options }: ChoiceProps<V>) {
  const open = asked.value && value.value === null;
  return (
    <fieldset aria-describedby={open ? `${name}-missing` : undefined}>
      <legend>{t(`door.${name}`)}</legend>
      {open && (
        <p class="problem" id={`${name}-missing`}>
          {t(`door.missing.${name}`)}
        </p>
      )}
      <div class={name === "topic" ? "choices" : "choices two"}>
        {options.map((option) => (
          <label key={String(option)} class="choice">
            <input
              type="radio"
              name={name}
              value={String(option)}
              checked={value.value === option}
              onChange={() => {
                value.value = option;
              }}
            />
            {t(wordOf(name, option))}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function wordOf(name: Question, option: Value): Key {
  const last = typeof option === "boolean" ? (option ? "yes" : "no") : option;
  return `door.${name}.${last}` as Key;
}
