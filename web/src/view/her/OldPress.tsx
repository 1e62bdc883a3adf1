import { forgotten, press, takeBack } from "../../model/press";
import { language, t } from "../../words/app";
import { TopBar } from "../shared/TopBar";

/** Found at the opening, too old to leave by itself: asked calmly, nobody has been told. */
export function OldPress() {
  if (forgotten.value === null) return null;
  return (
    <main class="screen her">
      <TopBar />
      <section class="her-state">
        <h1>{t("press.old", { when: dated(forgotten.value) })}</h1>
        <p>{t("press.oldAsk")}</p>
      </section>
      <section class="thumb">
        <button type="button" class="button alert" onClick={() => void press()}>
          {t("press.oldGo")}
        </button>
        <button type="button" class="button quiet" onClick={() => void takeBack()}>
          {t("press.oldNo")}
        </button>
      </section>
    </main>
  );
}

/** With its date: it may be weeks old. */
function dated(at: number): string {
  return new Intl.DateTimeFormat(language.value, {
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}
