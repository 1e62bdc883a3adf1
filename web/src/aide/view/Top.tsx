import { language, setLanguage } from "../../words/area";
import { exit } from "../model/leaving";
import { t } from "../words/words";
import { WipeButton } from "./WipeButton";

/** The same place on every screen: erase, then leave, in the top right corner. */
export function Top() {
  return (
    <header class="top">
      <button
        type="button"
        id="language"
        class="plain-button"
        lang={language.value === "fr" ? "en" : "fr"}
        onClick={() => setLanguage(language.value === "fr" ? "en" : "fr")}
      >
        {t("language")}
      </button>
      <WipeButton id="wipe" label={t("top.wipe")} full={t("top.wipeFull")} />
      <ExitButton />
    </header>
  );
}

/** What the two buttons leave behind. */
export function Hint() {
  return <p class="hint">{t("top.hint")}</p>;
}

export function ExitButton() {
  return (
    <button type="button" id="exit" class="button" aria-label={t("top.exitFull")} onClick={exit}>
      <Cross />
      {t("top.exit")}
    </button>
  );
}

function Cross() {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
      <path d="M6 6l12 12M18 6L6 18" stroke="currentColor" stroke-width="2.5" />
    </svg>
  );
}
