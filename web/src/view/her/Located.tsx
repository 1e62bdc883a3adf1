import { now } from "../../model/clock";
import { begin, geoError } from "../../model/where";
import { lastFix } from "../../platform/geo";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { ago } from "../shared/age";
import { Icon } from "../shared/Icon";

/** What the others know of where she is, and how old it is. */
export function Located({ alert }: { alert: Alert }) {
  const fix = lastFix.value;
  if (fix) {
    return (
      <p class="located">
        <Icon name="pin" size={18} />
        {t("her.located.fix")} · {ago(fix.at, now.value)}
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
