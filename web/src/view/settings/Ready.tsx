import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { now } from "../../model/clock";
import { me as mine, setMe } from "../../model/session";
import { explain } from "../../model/toasts";
import { call } from "../../net/client";
import { soundBlocked, startAlarm, stopAlarm, unlockSound } from "../../platform/alarm";
import {
  type Availability,
  available,
  isAndroid,
  isIos,
  subscribe,
  test,
  unsubscribe,
} from "../../platform/push";
import type { Me } from "../../protocol";
import { t } from "../../words/settings";
import { SavingLine } from "./fields";
import { Guides } from "./Guides";
import { Section } from "./Section";
import { useSaving } from "./saving";
import { whenWords } from "./when";

/** Older than this a test proves little: phones drop permissions silently. */
export const TEST_GOOD_MS = 30 * 24 * 3_600_000;
const RING_MS = 3_000;

/** Can this device wake her? Three steps, each real. */
export function Ready({ me }: { me: Me }) {
  const tested = me.push_tested_at;
  const good = tested !== null && now.value - tested < TEST_GOOD_MS;
  const push = useSignal<Availability>("ask");
  useEffect(() => {
    void available().then((state) => {
      push.value = state;
    });
  }, []);
  return (
    <Section title={t("ready.title")} state={standing(tested, good)} bad={!good} open={!good}>
      <p>{t("ready.why")}</p>
      <Allow push={push} />
      <Sound />
      <RealPush on={push.value === "on"} />
      <Guides ios={isIos()} android={isAndroid()} />
    </Section>
  );
}

function standing(tested: number | null, good: boolean): string {
  if (tested === null) return t("ready.never");
  return t(good ? "ready.good" : "ready.old", { when: whenWords(tested) });
}

const WHY = {
  denied: "ready.denied",
  unsupported: "ready.unsupported",
  install: "ready.install",
  shared: "ready.shared",
} as const;

function Allow({ push }: { push: Signal<Availability> }) {
  const saving = useSaving();
  const ask = () => saving.run(async () => (push.value = await subscribe()), "");
  const forget = async () => {
    await saving.run(unsubscribe, "");
    push.value = await available();
  };
  const state = push.value;
  return (
    <section class="set-step">
      <h3>{t("ready.step.allow")}</h3>
      {state === "on" && <p class="set-good">{t("ready.allowed")}</p>}
      {state !== "on" && state !== "ask" && <p class="set-bad">{t(WHY[state])}</p>}
      {state === "ask" && (
        <button type="button" class="button main" onClick={() => void ask()}>
          {t("ready.allow")}
        </button>
      )}
      {state === "on" && (
        <button type="button" class="button small" onClick={() => void forget()}>
          {t("ready.forget")}
        </button>
      )}
      <SavingLine saving={saving} />
    </section>
  );
}

function Sound() {
  const ringing = useSignal(false);
  const ring = async () => {
    if (ringing.value) return;
    ringing.value = true;
    await unlockSound();
    startAlarm();
    setTimeout(() => {
      stopAlarm();
      ringing.value = false;
    }, RING_MS);
  };
  const words = soundBlocked.value ? "ready.mute" : "ready.ringing";
  return (
    <section class="set-step">
      <h3>{t("ready.step.sound")}</h3>
      <button type="button" class="button small" onClick={() => void ring()}>
        {t("ready.ring")}
      </button>
      <p role="status">{ringing.value ? t(words) : ""}</p>
    </section>
  );
}

type Stage = "idle" | "asking" | "waiting" | "arrived" | "lost" | "silent" | "done";

const STAGES: Record<Exclude<Stage, "idle">, Parameters<typeof t>[0]> = {
  asking: "ready.asking",
  waiting: "ready.waiting",
  arrived: "ready.arrived",
  lost: "ready.lost",
  silent: "ready.silent",
  done: "ready.done",
};

function RealPush({ on }: { on: boolean }) {
  const stage = useSignal<Stage>("idle");
  const problem = useSignal("");
  const sent = useSignal("");
  const send = async () => {
    problem.value = "";
    stage.value = "asking";
    try {
      const asked = await test();
      sent.value = asked.test;
      stage.value = "waiting";
      stage.value = (await asked.arrived) ? "arrived" : "lost";
    } catch (error) {
      stage.value = "idle";
      problem.value = explain(error);
    }
  };
  const heard = async () => {
    try {
      const { tested_at } = await call("push.test_seen", { test: sent.value });
      if (mine.value) setMe({ ...mine.value, push_tested_at: tested_at });
      stage.value = "done";
    } catch (error) {
      problem.value = explain(error);
    }
  };
  const busy = stage.value === "asking" || stage.value === "waiting";
  return (
    <section class="set-step">
      <h3>{t("ready.step.push")}</h3>
      <p role="status" class={stage.value === "done" ? "set-good" : ""}>
        {problem.value || (stage.value === "idle" ? "" : t(STAGES[stage.value]))}
      </p>
      {stage.value === "arrived" ? (
        <div class="set-row">
          <button type="button" class="button main" onClick={() => void heard()}>
            {t("ready.heard")}
          </button>
          <button type="button" class="button small" onClick={() => (stage.value = "silent")}>
            {t("ready.notHeard")}
          </button>
        </div>
      ) : (
        <button
          type="button"
          class="button main"
          disabled={!on || busy}
          onClick={() => void send()}
        >
          {t("ready.send")}
        </button>
      )}
    </section>
  );
}
