import { me, phase } from "../model/session";
import { HideButton } from "../platform/hide";
import { covered } from "../platform/lock";
import { Decoy } from "../view/decoy/Decoy";
import { LinkLine } from "../view/shared/LinkLine";
import { Toasts } from "../view/shared/Toasts";
import { SignIn } from "../view/signin/SignIn";
import { BoardScreen } from "./board/BoardScreen";
import { Head } from "./Head";
import { Help } from "./Help";
import { ReportsScreen } from "./reports/ReportsScreen";
import { helpShown, step, useShortcut } from "./shortcuts";
import { t } from "./words/words";

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
  return (
    <div class="console">
      <Head />
      {known.role === "partner" && <BoardScreen />}
      {(known.role === "moderator" || known.role === "admin") && <ReportsScreen />}
      {!STAFF.has(known.role) && <NotStaff />}
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

const STAFF = new Set(["partner", "moderator", "admin"]);

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
