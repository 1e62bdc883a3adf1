import { now } from "../../model/clock";
import { go } from "../../model/screen";
import { me } from "../../model/session";
import { begin, geoError } from "../../model/where";
import { lastFix } from "../../platform/geo";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";

/** A test older than this proves little: browsers drop permissions silently. */
const TEST_GOOD_MS = 30 * 24 * 3_600_000;

/** What must be true for an alert to work, each with the way to mend it. */
export function Status() {
  return (
    <ul class="status">
      <Position />
      <Notifications />
    </ul>
  );
}

function Position() {
  if (geoError.value && !lastFix.value) {
    const word = geoError.value === "denied" ? "home.position.denied" : "home.position.off";
    return (
      <li class="status-bad">
        <Icon name="pin" size={20} />
        {t(word)}
        <button type="button" class="button quiet small" onClick={begin}>
          {t("home.position.fix")}
        </button>
      </li>
    );
  }
  return (
    <li class={lastFix.value ? "status-good" : ""}>
      <Icon name="pin" size={20} />
      {t(lastFix.value ? "home.position.on" : "home.position.wait")}
    </li>
  );
}

function Notifications() {
  if (!me.value) return null;
  const tested = me.value.push_tested_at;
  const good = tested !== null && now.value - tested < TEST_GOOD_MS;
  return (
    <li class={good ? "status-good" : "status-bad"}>
      <Icon name="bell" size={20} />
      {t(good ? "home.push.good" : "home.push.old")}
      {!good && (
        <button type="button" class="button quiet small" onClick={() => go({ at: "settings" })}>
          {t("home.ready")}
        </button>
      )}
    </li>
  );
}
