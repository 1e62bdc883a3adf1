import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../words/app";
import { Icon } from "./Icon";
import { Sheet } from "./Sheet";

type Wishing = ComponentType<{ alert: string; ends: number }>;

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

export function TouchSheet({ alert, ends, onClose }: TouchProps & { onClose: () => void }) {
  const loaded = useSignal<{ wishing: Wishing } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    import("../direct/Wishing")
      .then(({ Wishing }) => {
        loaded.value = { wishing: Wishing };
      })
      .catch(() => {
        failed.value = true;
      });
  }, []);
  return (
    <Sheet title={t("touch.title")} onClose={onClose}>
      {loaded.value ? (
        <loaded.value.wishing alert={alert} ends={ends} />
      ) : (
        <p role="status">{t(failed.value ? "offline.try" : "loading")}</p>
      )}
    </Sheet>
  );
}
