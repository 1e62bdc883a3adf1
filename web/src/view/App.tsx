import type { ComponentChildren } from "preact";
import { useEffect, useErrorBoundary } from "preact/hooks";
import { pending } from "../model/press";
import { goHome, screen } from "../model/screen";
import { phase } from "../model/session";
import { alarming, own } from "../model/standing";
import { HideButton } from "../platform/hide";
import { covered } from "../platform/lock";
import { t } from "../words/app";
import { AlarmScreen } from "./alarm/AlarmScreen";
import { Decoy } from "./decoy/Decoy";
import { HerPending } from "./her/HerPending";
import { HerScreen } from "./her/HerScreen";
import { Home } from "./home/Home";
import { Later } from "./Later";
import { RoomScreen } from "./room/RoomScreen";
import { Toasts } from "./shared/Toasts";
import { SignIn } from "./signin/SignIn";

/** One screen at a time. Her own danger comes first, then an alarm, then where she was. */
export function App() {
  if (covered.value) return <Decoy />;
  return (
    <>
      <HideButton />
      <Safe key={screen.value.at}>
        <Current />
      </Safe>
      <Toasts />
    </>
  );
}

function Current() {
  const now = screen.value;
  if (phase.value === "starting") return <p class="empty">{t("loading")}</p>;
  if (pending.value) return <HerPending />;
  if (own.value?.state === "running") return <HerScreen />;
  if (phase.value === "out") return <SignIn />;
  if (alarming.value) return <AlarmScreen invitation={alarming.value} />;
  if (now.at === "her" && own.value) return <HerScreen />;
  if (now.at === "room") return <RoomScreen key={now.alert} alert={now.alert} />;
  if (now.at === "settings") return <Later view="settings" />;
  if (now.at === "playbook") return <Later view="playbook" topic={now.topic} />;
  return <Home />;
}

/** A screen that breaks must not take the alert button with it. */
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
      </div>
    </main>
  );
}
