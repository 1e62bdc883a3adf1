import { type Press, pending, press, takeBack } from "../../model/press";
import { canLaunch, endedBy } from "../../model/session";
import { toast } from "../../model/toasts";
import { t } from "../../words/app";
import { LinkLine } from "../shared/LinkLine";
import { Numbers } from "../shared/Numbers";
import { TopBar } from "../shared/TopBar";
import { Ended, SignInForm } from "../signin/SignIn";
import "./her.css";

/** Asked, not acknowledged. Honest: until the server answers, nobody has been told. */
export function HerPending() {
  const asked = pending.value;
  if (!asked) return null;
  return (
    <main class={`screen her pending ${asked.phase}`}>
      <TopBar>
        <LinkLine />
      </TopBar>
      <section class="her-state">
        <h1 aria-live="assertive">{t(`press.${asked.phase}`)}</h1>
        {asked.phase === "unsent" && <p>{t("press.kept")}</p>}
        {asked.phase === "refused" && <Why asked={asked} />}
      </section>
      <section class="thumb">
        {asked.phase !== "sending" && <Numbers />}
        <Mend asked={asked} />
      </section>
    </main>
  );
}

/** Nothing here can launch any more: only signing in mends that. The numbers stay in view. */
function Why({ asked }: { asked: Press }) {
  if (canLaunch.value) return <p>{asked.sentence}</p>;
  return (
    <>
      {endedBy.value ? <Ended /> : <p>{asked.sentence ?? t("press.signin")}</p>}
      <SignInForm />
    </>
  );
}

function Mend({ asked }: { asked: Press }) {
  if (asked.phase === "sending") return null;
  return (
    <>
      {asked.phase === "refused" && canLaunch.value && (
        <button type="button" class="button alert" onClick={() => void press()}>
          {t("press.again")}
        </button>
      )}
      <button type="button" class="button quiet" onClick={abandon}>
        {t("press.takeBack")}
      </button>
    </>
  );
}

async function abandon(): Promise<void> {
  await takeBack();
  toast(t("press.takenBack"));
}
