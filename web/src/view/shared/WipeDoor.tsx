import { inDanger } from "../../model/standing";
import { t } from "../../words/platform";
import { WipeButton } from "./WipeButton";

/** The wipe where the settings are out of reach: in danger, or signed out. Folded, never in the way. */
export function WipeDoor() {
  return (
    <details class="wipe-door">
      <summary>{t("wipeTitle")}</summary>
      <p class="soft">{t("wipeWhat")}</p>
      {inDanger.value && <p>{t("wipeInAlert")}</p>}
      <WipeButton />
    </details>
  );
}
