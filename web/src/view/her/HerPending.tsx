import { type Press, pending, press, takeBack } from "../../model/press";
import { toast } from "../../model/toasts";
import { t } from "../../words/app";
import { LinkLine } from "../shared/LinkLine";
import { Numbers } from "../shared/Numbers";
import { TopBar } from "../shared/TopBar";
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
        {asked.phase === "refused" && <p>{asked.sentence}</p>}
      </section>
      <section class="thumb">
        {asked.phase !== "sending" && <Numbers />}
        <Mend asked={asked} />
      </section>
    </main>
  );
}

function Mend({ asked }: { asked: Press }) {
  if (asked.phase === "sending") return null;
  return (
    <>
      {asked.phase === "refused" && (
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
