import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { goHome } from "../../model/screen";
import { me, phase } from "../../model/session";
import { own } from "../../model/standing";
import { state } from "../../net/client";
import { hide } from "../../platform/hide";
import { stayAwake } from "../../platform/wake";
import type { Alert } from "../../protocol";
import { darkened } from "../../styles/theme";
import { t } from "../../words/app";
import { AlertButton } from "../shared/AlertButton";
import { dayAndHour } from "../shared/age";
import { EraseWords } from "../shared/EraseWords";
import { Icon } from "../shared/Icon";
import { LinkLine } from "../shared/LinkLine";
import { Numbers } from "../shared/Numbers";
import { TopBar } from "../shared/TopBar";
import { TouchDoor } from "../shared/TouchDoor";
import { WipeDoor } from "../shared/WipeDoor";
import { SignInAside } from "../signin/SignInAside";
import { AllClear } from "./AllClear";
import { HerMessages } from "./HerMessages";
import { HerTally } from "./HerTally";
import { Located } from "./Located";
import { StopAlert } from "./StopAlert";
import "./her.css";

/** Quiet and dark: few words, no sound, no name until she asks. */
export function HerScreen() {
  const alert = own.value;
  const reading = useSignal(false);
  useDark(alert?.state === "running");
  if (!alert) return null;
  return (
    <main class={`screen her ${alert.state} ${reading.value ? "reading" : ""}`}>
      <TopBar back={alert.state !== "running"}>
        <LinkLine />
      </TopBar>
      <section class="her-state">
        <h1>{t(`her.${alert.state}`)}</h1>
        <HerTally tally={alert.tally} />
        {alert.state === "running" && !reading.value && <Located alert={alert} />}
        {state.value === "offline" && <p class="notice">{t("her.lost")}</p>}
        {!reading.value && <After alert={alert} />}
      </section>
      {phase.value === "in" ? <HerMessages alert={alert} open={reading} /> : <SignInAside />}
      {!reading.value && <Ways alert={alert} />}
    </main>
  );
}

function Ways({ alert }: { alert: Alert }) {
  if (alert.state === "closed") {
    return (
      <section class="thumb">
        <button type="button" class="button" onClick={goHome}>
          {t("her.back")}
        </button>
      </section>
    );
  }
  return (
    <section class="thumb">
      {alert.state === "running" ? (
        <>
          <Numbers />
          <Cover />
          <StopAlert alert={alert} />
          <WipeDoor />
        </>
      ) : (
        <AlertButton again />
      )}
    </section>
  );
}

/** What stays true once she stopped: said, never hidden. */
function After({ alert }: { alert: Alert }) {
  if (alert.state === "closed") return <p class="soft">{t("her.closedNote")}</p>;
  if (alert.state !== "stopped") return null;
  return (
    <>
      <p>{t("her.until", { when: dayAndHour(alert.window_ends_at) })}</p>
      <p class="soft">{t("her.stoppedNote")}</p>
      {me.value?.has_code_word && <AllClear alert={alert} />}
      {me.value && me.value.role !== "minor" && (
        <TouchDoor alert={alert.alert} ends={alert.window_ends_at} />
      )}
      {me.value && <EraseWords room={alert.room} />}
    </>
  );
}

function Cover() {
  return (
    <button type="button" class="button cover" onClick={hide}>
      <Icon name="cover" />
      <span>
        {t("her.cover")}
        <small>{t("her.coverHow")}</small>
      </span>
    </button>
  );
}

function useDark(running: boolean): void {
  useEffect(() => {
    if (!running) return;
    const sleep = stayAwake();
    darkened.value = true;
    return () => {
      darkened.value = false;
      sleep();
    };
  }, [running]);
}
