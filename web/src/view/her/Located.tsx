import { now } from "../../model/clock";
import { begin, geoError, reported } from "../../model/where";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { ago } from "../shared/age";
import { Icon } from "../shared/Icon";

/** What the others know of where she is, and how old it is. */
export function Located({ alert }: { alert: Alert }) {
  const sent = reported.value;
  if (sent?.alert === alert.alert) {
    return (
      <p class="located">
        <Icon name="pin" size={18} />
        {t("her.located.fix")} · {ago(sent.at, now.value)}
      </p>
    );
  }
  return (
    <p class="located">
      <Icon name="pin" size={18} />
      {t(`her.located.${alert.located}`)}
      {geoError.value === "denied" && (
        <button type="button" class="button quiet small" onClick={begin}>
          {t("her.locate")}
        </button>
      )}
    </p>
  );
}
