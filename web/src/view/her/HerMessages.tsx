import { type Signal, useSignal } from "@preact/signals";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { Conversation } from "../shared/Conversation";
import { Icon } from "../shared/Icon";
import { LaterSheet } from "../shared/LaterSheet";
import { useRoom } from "../shared/useRoom";

/** Folded until she asks: a glance at her screen tells nothing of who answers. */
export function HerMessages({ alert, open }: { alert: Alert; open: Signal<boolean> }) {
  const room = useRoom(alert.alert);
  const names = useSignal(false);
  const people = useSignal(false);
  const view = room.view.value;
  if (!open.value) {
    return (
      <button
        type="button"
        class="button her-open"
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name="write" />
        {t("her.messages")}
      </button>
    );
  }
  return (
    <section class="her-messages">
      <div class="her-messages-head">
        <button
          type="button"
          class="button quiet small"
          onClick={() => {
            open.value = false;
          }}
        >
          <Icon name="back" size={20} />
          {t("back")}
        </button>
        <button
          type="button"
          class="button quiet small"
          aria-pressed={names}
          onClick={() => {
            names.value = !names.value;
          }}
        >
          <Icon name="eye" size={20} />
          {t(names.value ? "her.namesHide" : "her.names")}
        </button>
        {names.value && (
          <button
            type="button"
            class="icon-button"
            aria-label={t("room.people")}
            onClick={() => {
              people.value = true;
            }}
          >
            <Icon name="people" />
          </button>
        )}
      </div>
      {people.value && (
        <LaterSheet
          title={t("room.people")}
          onClose={() => {
            people.value = false;
          }}
          load={() =>
            import("./HerPeople").then(({ HerPeople }) => () => <HerPeople room={room} />)
          }
        />
      )}
      {view ? (
        <Conversation
          room={room}
          view={view}
          side="her"
          names={names.value}
          label={t("side.answerAll")}
          empty={t("side.ownEmpty")}
        />
      ) : (
        <p class="soft">{room.problem.value ?? t("room.opening")}</p>
      )}
    </section>
  );
}
