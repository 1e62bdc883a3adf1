import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { useHold } from "../../platform/hold";
import { t } from "../../words/app";

const HOLD_MS = 2_000;
const EARLY_SHOWN_MS = 4_000;
const RADIUS = 46;
const ROUND = 2 * Math.PI * RADIUS;

export interface HoldWords {
  label: string;
  hint: string;
  early: string;
  confirm: string;
  yes: string;
  no: string;
}

interface HoldButtonProps {
  words: HoldWords;
  kind: "alert" | "stop";
  onDone: () => void;
  disabled?: boolean;
}

/** Held two seconds, a ring fills; released early it says so and nothing happens. */
export function HoldButton({ words, kind, onDone, disabled = false }: HoldButtonProps) {
  const early = useSignal(false);
  const hold = useHold({
    ms: HOLD_MS,
    alert: kind === "alert",
    onDone: () => {
      early.value = false;
      onDone();
    },
    onEarly: () => {
      early.value = true;
    },
  });
  useFade(early);
  const offset = useComputed(() => ROUND * (1 - hold.progress.value));
  const held = useComputed(() => hold.progress.value > 0);
  const resting = early.value ? words.early : words.hint;
  const hint = held.value ? t("alert.keep") : resting;

  if (hold.confirming.value) return <Confirm words={words} kind={kind} hold={hold} />;
  return (
    <div class={`hold ${kind}`}>
      <button
        type="button"
        class={`hold-button ${kind} ${held.value ? "held" : ""}`}
        disabled={disabled}
        {...hold.handlers}
      >
        <svg class="ring" viewBox="0 0 100 100" aria-hidden="true">
          <circle class="ring-back" cx="50" cy="50" r={RADIUS} />
          <circle
            class="ring-front"
            cx="50"
            cy="50"
            r={RADIUS}
            stroke-dasharray={ROUND}
            stroke-dashoffset={offset}
          />
        </svg>
        <span class="hold-label">{words.label}</span>
      </button>
      <p class={`hold-hint ${early.value ? "early" : ""}`} aria-live="polite">
        {hint}
      </p>
    </div>
  );
}

interface ConfirmProps {
  words: HoldWords;
  kind: "alert" | "stop";
  hold: ReturnType<typeof useHold>;
}

/** For keyboards, switches and voices, which cannot hold: press, then confirm. */
function Confirm({ words, kind, hold }: ConfirmProps) {
  const yes = useRef<HTMLButtonElement>(null);
  useEffect(() => yes.current?.focus(), []);
  return (
    <div class={`hold ${kind} hold-confirm`} role="alertdialog" aria-label={words.confirm}>
      <p>{words.confirm}</p>
      <button type="button" class={`button ${kind}`} ref={yes} onClick={hold.confirm}>
        {words.yes}
      </button>
      <button type="button" class="button quiet" onClick={hold.cancel}>
        {words.no}
      </button>
    </div>
  );
}

function useFade(early: { value: boolean }): void {
  const shown = early.value;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(() => {
      early.value = false;
    }, EARLY_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [shown]);
}
