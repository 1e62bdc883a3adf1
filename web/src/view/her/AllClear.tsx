import { useSignal } from "@preact/signals";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { LaterSheet } from "../shared/LaterSheet";

/** Her own words and her secret word: nothing canned, so that she can be recognised. */
export function AllClear({ alert }: { alert: Alert }) {
  const open = useSignal(false);
  const close = () => {
    open.value = false;
  };
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          open.value = true;
        }}
      >
        {t("clear.open")}
      </button>
      {open.value && (
        <LaterSheet
          title={t("clear.open")}
          onClose={close}
          load={() =>
            import("./AllClearForm").then(({ AllClearForm }) => () => (
              <AllClearForm asksPin={alert.asks_pin} onDone={close} />
            ))
          }
        />
      )}
    </>
  );
}
