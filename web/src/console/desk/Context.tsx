import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { now } from "../../model/clock";
import type { Talk as Followed } from "../../model/following";
import type { Talk } from "../../protocol";
import { hour } from "../../view/shared/age";
import { Conversation } from "../../view/shared/Conversation";
import { Icon } from "../../view/shared/Icon";
import { span } from "../span";
import { Actions } from "./acts/Actions";
import { kindWord, placeOf, topicWord } from "./Marks";
import { seenIn } from "./seen";
import { type DeskWord, t } from "./words";

interface ContextProps {
  talk: Talk;
  spoken: Followed;
  context: Signal<boolean>;
  /** The conversation stands beside it. */
  both: boolean;
}

/** What is known, who is inside, what can be done, and the notes the visitor never sees. */
export function Context({ talk, spoken, context, both }: ContextProps) {
  return (
    <aside class="context" aria-label={t("talk.context")}>
      {!both && (
        <button
          type="button"
          class="button small from-context"
          onClick={() => {
            context.value = false;
          }}
        >
          <Icon name="back" size={20} />
          {t("talk.back")}
        </button>
      )}
      <div class="context-facts">
        <Known talk={talk} />
        <Identity talk={talk} />
        <Inside talk={talk} />
        <Actions talk={talk} />
      </div>
      <section class="side officers" aria-label={t("notes.title")}>
        <p class="side-note">
          <strong>{t("notes.title")}</strong> {t("notes.note")}
        </p>
        <Conversation
          room={spoken}
          view={seenIn(talk, "officers")}
          side="officers"
          names
          label={t("notes.write")}
          empty={t("notes.empty")}
        />
      </section>
    </aside>
  );
}

function Known({ talk }: { talk: Talk }) {
  const came = { hour: hour(talk.came_at), span: span(now.value - talk.came_at) };
  return (
    <section aria-label={t("known.title")}>
      <dl class="known">
        <Fact word="known.topic">{topicWord(talk)}</Fact>
        <Fact word="known.who">{t(talk.victim ? "victim" : "witness")}</Fact>
        {talk.minor && (
          <Fact word="known.age">
            <strong>{t("minor")}</strong>
          </Fact>
        )}
        <Fact word="known.place">{placeOf(talk)}</Fact>
        <Fact word="known.language">{t(`language.${talk.language}`)}</Fact>
        <Fact word="known.came">{t("known.came_at", came)}</Fact>
        <Fact word="known.taken">{span(talk.taken_at - talk.came_at)}</Fact>
      </dl>
    </section>
  );
}

function Fact({ word, children }: { word: DeskWord; children: ComponentChildren }) {
  return (
    <div>
      <dt>{t(word)}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Marked apart: the only thing here by which somebody could be found. */
function Identity({ talk: { identity } }: { talk: Talk }) {
  if (identity === null) return <p class="soft small-line">{t("identity.none")}</p>;
  return (
    <section class="identity" aria-label={t("identity.title")}>
      <h3>{t("identity.title")}</h3>
      <p class="reason">{identity}</p>
    </section>
  );
}

function Inside({ talk }: { talk: Talk }) {
  return (
    <section aria-label={t("inside.title")}>
      <h3>{t("inside.title")}</h3>
      <ul class="inside-people">
        {talk.people.map(({ who, name, kind }) => (
          <li key={who}>
            <strong>{name ?? t("visitor")}</strong>{" "}
            <span class="soft">{who === talk.me ? t("inside.you") : kind && kindWord(kind)}</span>
            {!kind && talk.left && <span class="soft">{t("inside.left")}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
