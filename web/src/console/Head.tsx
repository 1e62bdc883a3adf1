import { me, signOut } from "../model/session";
import { sayError } from "../model/toasts";
import { call } from "../net/client";
import { LinkLine } from "../view/shared/LinkLine";
import { language, setLanguage } from "../words/area";
import { board } from "./board/board";
import { sounding, toggleSound } from "./board/chime";
import { helpShown } from "./shortcuts";
import { t } from "./words/words";

/** Who watches, what, and how this page reaches the server. The right corner is the hide button's. */
export function Head() {
  const partner = me.value?.role === "partner";
  const watched = board.value;
  return (
    <header class="console-head">
      <h1>{t(partner ? "board" : "reports")}</h1>
      <p class="console-who">
        <strong>{watched?.association ?? me.value?.pseudonym}</strong>
        {watched && (
          <span class="soft">{t("departments", { list: watched.departments.join(", ") })}</span>
        )}
      </p>
      <LinkLine />
      <div class="console-tools">
        {partner && (
          <button type="button" class="tool" aria-pressed={sounding.value} onClick={toggleSound}>
            {t(sounding.value ? "sound_on" : "sound_off")}
          </button>
        )}
        <button
          type="button"
          class="tool keyboard"
          aria-label={t("help")}
          title={t("help")}
          onClick={() => {
            helpShown.value = true;
          }}
        >
          ?
        </button>
        <OtherLanguage />
        <button type="button" class="tool" onClick={() => void signOut()}>
          {t("signout")}
        </button>
      </div>
    </header>
  );
}

function OtherLanguage() {
  const other = language.value === "fr" ? "en" : "fr";
  const choose = () => {
    setLanguage(other);
    call("me.update", { language: other }).catch(sayError);
  };
  return (
    <button type="button" class="tool" lang={other} onClick={choose}>
      {other === "en" ? "English" : "Français"}
    </button>
  );
}
