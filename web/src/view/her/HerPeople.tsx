import { useSignal } from "@preact/signals";
import type { Room } from "../../model/room";
import { sayError, toast } from "../../model/toasts";
import { call } from "../../net/client";
import type { RoomView } from "../../protocol";
import { t as app } from "../../words/app";
import { t } from "../../words/her";
import { Consent } from "../shared/Consent";
import { metBy } from "./met";

/** Who wrote to her, called her or shows her their way; each can be sent out, after a word. */
export function HerPeople({ room }: { room: Room }) {
  const gone = useSignal<ReadonlySet<string>>(new Set());
  const view = room.view.value;
  if (!view) return null;
  const people = metBy(view, room.logs.value).filter(({ who }) => !gone.value.has(who));
  const block = (who: string) => {
    sendOut(view, who)
      .then(() => {
        gone.value = new Set([...gone.value, who]);
        void room.refresh();
      })
      .catch(sayError);
  };
  if (people.length === 0) return <p class="soft">{t("nobody")}</p>;
  return (
    <div class="stack">
      {people.map(({ who, name }) => (
        <Consent
          key={who}
          icon="cover"
          label={t("block", { name })}
          what={t("blockWhat", { name })}
          onYes={() => block(who)}
        />
      ))}
    </div>
  );
}

async function sendOut(view: RoomView, who: string): Promise<void> {
  await call("people.block", { room: view.room, who });
  toast(app("room.blocked"));
}
