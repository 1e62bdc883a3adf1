import { useSignal } from "@preact/signals";
import { answer } from "../../model/answering";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";
import { Call } from "./CallBar";
import { RoomMenu } from "./RoomMenu";
import { Sharing } from "./Sharing";

/** One row in reach: call first, then say that I act (or show my way), then what is rare. */
export function Actions({ view }: { view: RoomView }) {
  const menu = useSignal(false);
  return (
    <div class="actions">
      {view.state !== "closed" && <Call view={view} />}
      {view.side === "responder" && view.state !== "closed" && <MyPart view={view} />}
      <button
        type="button"
        class="icon-button framed"
        aria-label={t("room.more")}
        aria-expanded={menu}
        onClick={() => {
          menu.value = !menu.value;
        }}
      >
        <Icon name="more" />
      </button>
      {menu.value && (
        <RoomMenu
          view={view}
          onClose={() => {
            menu.value = false;
          }}
        />
      )}
    </div>
  );
}

function MyPart({ view }: { view: RoomView }) {
  const busy = useSignal(false);
  if (view.my_state === "acting") return <Sharing view={view} />;
  const act = async () => {
    busy.value = true;
    await answer(view.alert, "acting");
    busy.value = false;
  };
  return (
    <button type="button" class="button act" disabled={busy} onClick={() => void act()}>
      {t("room.act")}
    </button>
  );
}
