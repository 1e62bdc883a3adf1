import { me, signOut } from "../model/session";
import { sayError } from "../model/toasts";
import { call } from "../net/client";
import { LinkLine } from "../view/shared/LinkLine";
import { language, setLanguage } from "../words/area";
import { board } from "./board/board";
import { sounding, toggleSound } from "./board/chime";
import { desk } from "./desk/desk";
import { helpShown } from "./shortcuts";
import { choosePart, type Part, partsOf } from "./staff";
import { t } from "./words/words";

const SOUNDING = new Set<Part>(["board", "desk"]);

/** Who watches, what, and how this page reaches the server. The right corner is the hide button's. */
export function Head({ part }: { part: Part | undefined }) {
  return (
    <header class="console-head">
      <h1>{t(part ?? "reports")}</h1>
      <Parts part={part} />
      <Who />
      <LinkLine />
      <div class="console-tools">
        {part && SOUNDING.has(part) && (
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

/** Whoever works with more than one part chooses here. */
function Parts({ part }: { part: Part | undefined }) {
  const parts = partsOf(me.value?.role ?? "");
  if (parts.length < 2) return null;
  return (
    <nav class="parts" aria-label={t("parts")}>
      {parts.map((one) => (
        <button
          key={one}
          type="button"
          class="tool"
          aria-pressed={one === part}
          onClick={() => choosePart(one)}
        >
          {t(one)}
        </button>
      ))}
    </nav>
  );
}

function Who() {
  const watched = board.value;
  const here = desk.value?.me;
  return (
    <p class="console-who">
      <strong>{watched?.association ?? here?.name ?? me.value?.pseudonym}</strong>
      {watched && (
        <span class="soft">{t("departments", { list: watched.departments.join(", ") })}</span>
      )}
      {here && <span class="soft">{here.team}</span>}
    </p>
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
