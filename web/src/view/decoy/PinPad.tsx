import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { unlock } from "../../platform/lock";
import { t } from "../../words/decoy";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const LONGEST = 12;

/** No text field: keyboards learn what is typed into those. */
export function PinPad({ onOpen, onCancel }: { onOpen: () => void; onCancel: () => void }) {
  const code = useSignal("");
  const said = useSignal("");
  const busy = useSignal(false);
  const type = (digit: string) => {
    said.value = "";
    if (code.value.length < LONGEST) code.value += digit;
  };
  const erase = () => {
    code.value = code.value.slice(0, -1);
  };
  const submit = async () => {
    if (busy.value) return;
    busy.value = true;
    const answer = await unlock(code.value);
    busy.value = false;
    code.value = "";
    if (answer.state === "open") onOpen();
    else if (answer.state === "wrong") said.value = t("wrong");
    else said.value = t("wait", { seconds: Math.ceil(answer.ms / 1_000) });
  };
  useKeys({ type, erase, submit, cancel: onCancel });

  return (
    <main class="decoy decoy-pad">
      <h1>{t("code")}</h1>
      <p class="decoy-dots" role="status">
        <span aria-hidden="true">{"•".repeat(code.value.length) || "\u00a0"}</span>
        <span class="hidden-label">{t("digits", { count: code.value.length })}</span>
      </p>
      <p role="alert">{said.value || "\u00a0"}</p>
      <div class="decoy-keys">
        {DIGITS.map((digit) => (
          <button type="button" key={digit} onClick={() => type(digit)}>
            {digit}
          </button>
        ))}
        <button type="button" aria-label={t("erase")} onClick={erase}>
          ⌫
        </button>
        <button type="button" onClick={() => type("0")}>
          0
        </button>
        <button type="button" class="decoy-strong" onClick={() => void submit()}>
          {t("ok")}
        </button>
      </div>
      <button type="button" class="decoy-plain" onClick={onCancel}>
        {t("cancel")}
      </button>
    </main>
  );
}

interface Keys {
  type: (digit: string) => void;
  erase: () => void;
  submit: () => Promise<void>;
  cancel: () => void;
}

/** A keyboard types without tabbing from key to key; Enter on a button stays that button's. */
function useKeys({ type, erase, submit, cancel }: Keys): void {
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (/^[0-9]$/.test(event.key)) type(event.key);
      else if (event.key === "Backspace") erase();
      else if (event.key === "Escape") cancel();
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) void submit();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}
