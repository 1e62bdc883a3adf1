import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { current } from "../model/current";
import { goHome, screen } from "../model/screen";
import { alarming } from "../model/standing";
import { HideButton } from "../platform/hide";
import { covered } from "../platform/lock";
import { t } from "../words/app";
import { AlarmScreen } from "./alarm/AlarmScreen";
import { Decoy } from "./decoy/Decoy";
import { HerPending } from "./her/HerPending";
import { HerScreen } from "./her/HerScreen";
import { OldPress } from "./her/OldPress";
import { Home } from "./home/Home";
import { Later } from "./Later";
import { RoomScreen } from "./room/RoomScreen";
import { Numbers } from "./shared/Numbers";
import { Toasts } from "./shared/Toasts";
import { SignIn } from "./signin/SignIn";

export function App() {
  if (covered.value) return <Decoy />;
  return (
    <>
      <HideButton />
      <Safe key={current.value}>
        <Current />
      </Safe>
      <Toasts />
    </>
  );
}

function Current() {
  const now = screen.value;
  useArrival(current.value);
  switch (current.value) {
    case "starting":
      return <p class="empty">{t("loading")}</p>;
    case "asked":
      return <HerPending />;
    case "danger":
    case "her":
      return <HerScreen />;
    case "old":
      return <OldPress />;
    case "signin":
      return <SignIn />;
    case "alarm":
      return alarming.value && <AlarmScreen invitation={alarming.value} />;
    case "room":
      return now.at === "room" ? <RoomScreen key={now.alert} alert={now.alert} /> : null;
    case "playbook":
      return <Later view="playbook" topic={now.at === "playbook" ? now.topic : undefined} />;
    case "settings":
    case "past":
    case "direct":
      return <Later key={current.value} view={current.value} />;
    default:
      return <Home />;
  }
}

/** Who reads by ear or by keyboard arrives at the top of the new screen. */
function useArrival(shown: string): void {
  useEffect(() => {
    const top = document.querySelector<HTMLElement>(".screen");
    if (!top || top.contains(document.activeElement)) return;
    top.tabIndex = -1;
    top.focus({ preventScroll: true });
  }, [shown]);
}

/** A screen that breaks must not take the ways to get help with it. */
function Safe({ children }: { children: ComponentChildren }) {
  const [broken, mend] = useErrorBoundary();
  useEffect(() => {
    if (broken) console.error(broken);
  }, [broken]);
  if (!broken) return children;
  return (
    <main class="screen">
      <div class="empty">
        <p>{t("error.screen")}</p>
        <button
          type="button"
          class="button"
          onClick={() => {
            goHome();
            mend();
          }}
        >
          {t("home.title")}
        </button>
        <Numbers />
      </div>
    </main>
  );
}
