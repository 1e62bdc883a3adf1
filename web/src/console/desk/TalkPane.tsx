import type { Signal } from "@preact/signals";
import { useMemo } from "preact/hooks";
import type { Talk as Spoken } from "../../model/following";
import { goHome } from "../../model/screen";
import type { Talk } from "../../protocol";
import { Conversation } from "../../view/shared/Conversation";
import { Icon } from "../../view/shared/Icon";
import { useWide } from "../../view/shared/useWide";
import { useShortcut } from "../shortcuts";
import { t as consoleWord } from "../words/words";
import { focusOn } from "./actions";
import { Context } from "./Context";
import { MinorMark, PresenceMark, presenceOf, topicWord } from "./Marks";
import { unreadOf } from "./rules";
import { seenIn } from "./seen";
import { spokenIn } from "./talks";
import { t } from "./words";

/** Room for the conversation and its context, for whoever reads large letters too. */
const BOTH = "(min-width: 73.75em)";

interface TalkPaneProps {
  talk: Talk;
  /** Where there is no room for both, the context takes the conversation's place. */
  context: Signal<boolean>;
}

/** One conversation, and beside it what is known of it. */
export function TalkPane({ talk, context }: TalkPaneProps) {
  const spoken = useMemo(() => spokenIn(talk), [talk.room]);
  const both = useWide(BOTH);
  const write = (shown: boolean, field: string) => {
    context.value = shown;
    requestAnimationFrame(() => focusOn(field));
  };
  useShortcut("r", () => write(false, ".side.all textarea"));
  useShortcut("n", () => write(true, ".side.officers textarea"));
  return (
    <div class={`talk ${both ? "both" : ""}`}>
      {(both || !context.value) && (
        <section class="pane talk-said" aria-label={t("all.title")}>
          <TalkHead talk={talk} context={context} both={both} />
          <Presence talk={talk} />
          <WithHer talk={talk} spoken={spoken} />
        </section>
      )}
      {(both || context.value) && (
        <Context talk={talk} spoken={spoken} context={context} both={both} />
      )}
    </div>
  );
}

function WithHer({ talk, spoken }: { talk: Talk; spoken: Spoken }) {
  return (
    <div class="side all">
      <p class="side-note">
        <strong>{t("all.title")}</strong> {t("all.note")}
      </p>
      <Conversation
        room={spoken}
        view={seenIn(talk, "all")}
        side="all"
        names
        label={t("all.write")}
        empty={t("all.empty")}
      />
    </div>
  );
}

function TalkHead({ talk, context, both }: TalkPaneProps & { both: boolean }) {
  const unread = unreadOf(talk, "officers");
  return (
    <header class="pane-head">
      <button
        type="button"
        class="icon-button narrow"
        aria-label={consoleWord("back")}
        onClick={goHome}
      >
        <Icon name="back" />
      </button>
      <h2>{topicWord(talk)}</h2>
      <p class="talk-state">
        <PresenceMark talk={talk} />
        {talk.minor && <MinorMark />}
      </p>
      {!both && (
        <button
          type="button"
          class="button small to-context"
          onClick={() => {
            context.value = true;
          }}
        >
          {t("talk.context")}
          {unread > 0 && (
            <span class="unread" title={t("notes.unread", { count: unread })}>
              {unread}
            </span>
          )}
        </button>
      )}
    </header>
  );
}

function Presence({ talk }: { talk: Talk }) {
  const presence = presenceOf(talk);
  return (
    <div role="status">
      {presence !== "yes" && <p class="notice">{t(`here.${presence}_what`)}</p>}
    </div>
  );
}
