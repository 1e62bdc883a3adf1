import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Hold } from "../../platform/hold";
import { t } from "../../words/decoy";

const MINUTE_MS = 60_000;
const PRESETS = [3, 5, 10];
const LONGEST_MS = 99 * MINUTE_MS;

/** A kitchen timer. `figure` is spread on its big digits. Nothing is stored. */
export function Timer({ figure }: { figure: Hold["handlers"] }) {
  const left = useSignal(5 * MINUTE_MS);
  const endsAt = useSignal<number | null>(null);
  useEffect(() => {
    const clock = setInterval(() => {
      if (endsAt.value === null) return;
      left.value = Math.max(0, endsAt.value - Date.now());
      if (left.value === 0) endsAt.value = null;
    }, 200);
    return () => clearInterval(clock);
  }, []);

  const set = (ms: number) => {
    left.value = Math.min(LONGEST_MS, Math.max(0, ms));
    if (endsAt.value !== null) endsAt.value = Date.now() + left.value;
  };
  const toggle = () => {
    endsAt.value = endsAt.value === null && left.value > 0 ? Date.now() + left.value : null;
  };

  return (
    <main class="decoy-main">
      <button type="button" class="decoy-figure" aria-label={t("left")} {...figure}>
        <span role="timer">{left.value === 0 ? t("done") : clockFace(left.value)}</span>
      </button>
      <div class="decoy-row">
        <button type="button" aria-label={t("less")} onClick={() => set(left.value - MINUTE_MS)}>
          −1
        </button>
        <button type="button" class="decoy-strong" onClick={toggle}>
          {t(endsAt.value === null ? "start" : "pause")}
        </button>
        <button type="button" aria-label={t("more")} onClick={() => set(left.value + MINUTE_MS)}>
          +1
        </button>
      </div>
      <div class="decoy-row">
        {PRESETS.map((count) => (
          <button type="button" key={count} onClick={() => set(count * MINUTE_MS)}>
            {t("minutes", { count })}
          </button>
        ))}
      </div>
      <button
        type="button"
        class="decoy-plain"
        onClick={() => {
          endsAt.value = null;
          left.value = 5 * MINUTE_MS;
        }}
      >
        {t("reset")}
      </button>
    </main>
  );
}

/** Minutes and seconds, rounded up as timers do. */
export function clockFace(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
