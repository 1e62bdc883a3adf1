import { go } from "../../model/screen";
import { own } from "../../model/standing";
import { t } from "../../words/app";
import { t as platform } from "../../words/platform";
import { dayAndHour } from "../shared/age";

/** Her alert is stopped, its window is not over: said plainly until the end. */
export function StoppedCard() {
  const alert = own.value;
  if (alert?.state !== "stopped") return null;
  return (
    <section class="card">
      <h2>{t("her.stopped")}</h2>
      <p>{t("her.until", { when: dayAndHour(alert.window_ends_at) })}</p>
      <button type="button" class="button" onClick={() => go({ at: "her" })}>
        {t("her.open")}
      </button>
      <button
        type="button"
        class="button quiet small"
        onClick={() => go({ at: "playbook", topic: "mistake" })}
      >
        {platform("mistake")}
      </button>
    </section>
  );
}
