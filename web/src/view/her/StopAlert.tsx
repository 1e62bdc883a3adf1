import { useSignal } from "@preact/signals";
import { stop } from "../../model/standing";
import { explain } from "../../model/toasts";
import { RefusedError } from "../../net/client";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { HoldButton } from "../shared/HoldButton";
import { PinPad } from "../shared/PinPad";
import { Sheet } from "../shared/Sheet";

/** Held two seconds, then the code if she set one. Either code looks exactly the same here. */
export function StopAlert({ alert }: { alert: Alert }) {
  const asking = useSignal(false);
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);

  async function end(pin: string | null): Promise<void> {
    busy.value = true;
    problem.value = null;
    try {
      await stop({ pin });
      asking.value = false;
    } catch (error) {
      if (isPinNeeded(error)) asking.value = true;
      else problem.value = isWrongPin(error) ? t("stop.wrong") : explain(error);
    }
    busy.value = false;
  }

  function held(): void {
    if (alert.asks_pin) asking.value = true;
    else void end(null);
  }

  return (
    <>
      <HoldButton kind="stop" onDone={held} words={stopWords()} disabled={busy.value} />
      {problem.value && !asking.value && (
        <p class="problem" role="alert">
          {problem.value}
        </p>
      )}
      {asking.value && (
        <Sheet title={t("stop.pin")} onClose={() => closing(asking, problem)}>
          <PinPad onPin={(pin) => void end(pin)} busy={busy.value} />
          <p class="problem" role="alert">
            {busy.value ? t("stop.going") : problem.value}
          </p>
        </Sheet>
      )}
    </>
  );
}

function closing(asking: { value: boolean }, problem: { value: string | null }): void {
  asking.value = false;
  problem.value = null;
}

function stopWords() {
  return {
    label: t("stop.button"),
    hint: t("stop.hold"),
    early: t("stop.early"),
    confirm: t("stop.confirm"),
    yes: t("stop.confirmGo"),
    no: t("stop.confirmNo"),
  };
}

const isPinNeeded = (error: unknown) =>
  error instanceof RefusedError && error.code === "pin_needed";
const isWrongPin = (error: unknown) => error instanceof RefusedError && error.code === "wrong_pin";
