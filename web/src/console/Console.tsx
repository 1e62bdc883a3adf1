import type { ComponentType } from "preact";
import { me, phase } from "../model/session";
import { HideButton } from "../platform/hide";
import { covered } from "../platform/lock";
import { Decoy } from "../view/decoy/Decoy";
import { LinkLine } from "../view/shared/LinkLine";
import { Toasts } from "../view/shared/Toasts";
import { SignIn } from "../view/signin/SignIn";
import { BoardScreen } from "./board/BoardScreen";
import { DeskScreen } from "./desk/DeskScreen";
import { Head } from "./Head";
import { Help } from "./Help";
import { OverviewScreen } from "./overview/OverviewScreen";
import { ReportsScreen } from "./reports/ReportsScreen";
import { helpShown, step, useShortcut } from "./shortcuts";
import { type Part, partOf } from "./staff";
import { t } from "./words/words";

const SCREENS: Record<Part, ComponentType> = {
  board: BoardScreen,
  reports: ReportsScreen,
  desk: DeskScreen,
  overview: OverviewScreen,
};

export function Console() {
  useShortcut("?", toggleHelp);
  useShortcut("j", next);
  useShortcut("k", previous);
  useShortcut("ArrowDown", next);
  useShortcut("ArrowUp", previous);
  if (covered.value) return <Decoy />;
  return (
    <>
      <HideButton />
      <Current />
      <Help />
      <Toasts />
    </>
  );
}

function Current() {
  if (phase.value === "out") return <SignIn />;
  const known = me.value;
  if (!known) return <Waiting />;
  const part = partOf(known.role);
  const Screen = part && SCREENS[part];
  return (
    <div class="console">
      <Head part={part} />
      {Screen ? <Screen key={part} /> : <NotStaff />}
    </div>
  );
}

/** Signed in, but the server has not said as whom: the link tells why. */
function Waiting() {
  return (
    <div class="empty">
      <p>{t("reading")}</p>
      <LinkLine />
    </div>
  );
}

function NotStaff() {
  return (
    <main class="empty">
      <p>{t("not_staff")}</p>
      <a class="button" href="/">
        {t("to_app")}
      </a>
    </main>
  );
}

const next = () => step(1);
const previous = () => step(-1);

function toggleHelp(): void {
  helpShown.value = !helpShown.value;
}
