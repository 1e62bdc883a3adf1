import { useSignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";
import { t } from "../../words/app";

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
const SHORTEST = 4;
const LONGEST = 12;

interface PinPadProps {
  onPin: (pin: string) => void;
  busy?: boolean;
}

/** Its own keys: no keyboard that learns, no manager that offers to remember. */
export function PinPad({ onPin, busy = false }: PinPadProps) {
  const pin = useSignal("");
  const type = (digit: string) => {
    if (pin.value.length < LONGEST) pin.value += digit;
  };
  const erase = () => {
    pin.value = pin.value.slice(0, -1);
  };
  const done = () => {
    if (pin.value.length < SHORTEST || busy) return;
    onPin(pin.value);
    pin.value = "";
  };
  useKeys(type, erase, done);
  return (
    <div class="pin-pad">
      <p class="pin-dots" role="status" aria-label={t("pin.count", { count: pin.value.length })}>
        {"●".repeat(pin.value.length)}
      </p>
      {DIGITS.map((digit) => (
        <button type="button" class="pin-key" key={digit} onClick={() => type(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" class="pin-key word" onClick={erase}>
        {t("pin.erase")}
      </button>
      <button type="button" class="pin-key" onClick={() => type("0")}>
        0
      </button>
      <button type="button" class="pin-key word go" onClick={done} aria-busy={busy}>
        {t("pin.ok")}
      </button>
    </div>
  );
}

function useKeys(type: (digit: string) => void, erase: () => void, done: () => void): void {
  useLayoutEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (/^\d$/.test(event.key)) type(event.key);
      else if (event.key === "Backspace") erase();
      else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) done();
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });
}
