import { useSignal } from "@preact/signals";
import { type Answer, answer } from "../../model/answering";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";
import { Sharing } from "./Sharing";

/** Whether I act; who acts may show the way she goes. */
export function MyAnswer({ view }: { view: RoomView }) {
  const busy = useSignal(false);
  if (view.side !== "responder" || view.state === "closed") return null;
  const say = async (said: Answer) => {
    busy.value = true;
    await answer(view.alert, said);
    busy.value = false;
  };
  if (view.my_state === "acting") {
    return (
      <div class="my-answer acting">
        <span>
          <Icon name="check" size={20} />
          {t("room.youAct")}
        </span>
        <Sharing view={view} />
      </div>
    );
  }
  return (
    <div class="my-answer">
      <button type="button" class="button act" disabled={busy} onClick={() => void say("acting")}>
        {t("room.act")}
      </button>
      {view.my_state === "declined" ? (
        <span class="soft">{t("room.youDecline")}</span>
      ) : (
        <button
          type="button"
          class="button quiet"
          disabled={busy}
          onClick={() => void say("declined")}
        >
          {t("room.decline")}
        </button>
      )}
    </div>
  );
}
