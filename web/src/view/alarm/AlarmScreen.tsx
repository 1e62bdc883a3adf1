import { useEffect } from "preact/hooks";
import { type Answer, answer } from "../../model/answering";
import { now } from "../../model/clock";
import { go } from "../../model/screen";
import { silence } from "../../model/standing";
import { toast } from "../../model/toasts";
import { soundBlocked, startAlarm, stopAlarm } from "../../platform/alarm";
import type { Invitation } from "../../protocol";
import { t } from "../../words/app";
import { ago } from "../shared/age";
import { distance } from "../shared/distance";
import { Icon } from "../shared/Icon";
import "./alarm.css";

/** Loud: somebody needs help now. One question, two answers. */
export function AlarmScreen({ invitation }: { invitation: Invitation }) {
  const { alert, first_name, distance_km, launched_at } = invitation;
  useEffect(() => {
    startAlarm();
    return stopAlarm;
  }, [alert]);
  return (
    <div class="screen alarm" role="alertdialog" aria-labelledby="alarm-who">
      <section class="alarm-words" aria-live="assertive">
        <p class="alarm-title">
          <Icon name="bell" size={32} />
          {t("alarm.title")}
        </p>
        <h1 id="alarm-who">{t("alarm.who", { name: first_name })}</h1>
        <p class="alarm-far">{distance(distance_km)}</p>
        <p aria-live="off">{ago(launched_at, now.value)}</p>
        {soundBlocked.value && <p class="alarm-sound">{t("alarm.sound")}</p>}
      </section>
      <section class="alarm-answers">
        <button type="button" class="answer yes" onClick={() => reply(alert, "acting")}>
          <Icon name="check" size={32} />
          {t("alarm.yes")}
        </button>
        <button type="button" class="answer no" onClick={() => reply(alert, "declined")}>
          {t("alarm.no")}
        </button>
        <button type="button" class="answer look" onClick={() => look(alert)}>
          {t("alarm.see")}
        </button>
      </section>
    </div>
  );
}

/** Who answers is in the room at once; the answer itself is on its way. */
function reply(alert: string, said: Answer): void {
  if (said === "acting") go({ at: "room", alert });
  void answer(alert, said).then((told) => {
    if (told && said === "declined") toast(t("alarm.noted"));
  });
}

function look(alert: string): void {
  silence(alert);
  go({ at: "room", alert });
}
