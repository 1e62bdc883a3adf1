import { useSignal } from "@preact/signals";
import { t } from "../../words/app";
import { Icon } from "./Icon";
import { LaterSheet } from "./LaterSheet";

interface TouchProps {
  alert: string;
  /** When the alert closes. */
  ends: number;
}

/** The same for everybody: whether anybody wished anything shows nowhere. */
export function TouchDoor(props: TouchProps) {
  const asked = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="door wide"
        onClick={() => {
          asked.value = true;
        }}
      >
        <Icon name="people" />
        {t("touch.title")}
      </button>
      {asked.value && (
        <TouchSheet
          {...props}
          onClose={() => {
            asked.value = false;
          }}
        />
      )}
    </>
  );
}

export function TouchSheet({ onClose, ...about }: TouchProps & { onClose: () => void }) {
  return (
    <LaterSheet
      title={t("touch.title")}
      onClose={onClose}
      load={() =>
        import("../direct/Wishing").then(({ Wishing }) => () => <Wishing {...about} />)
      }
    />
  );
}
