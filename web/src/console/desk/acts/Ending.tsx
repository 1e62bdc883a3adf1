import { useSignal } from "@preact/signals";
import { toast } from "../../../model/toasts";
import { Sheet } from "../../../view/shared/Sheet";
import { leave } from "../actions";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

/** What will die is said before; staying is the first choice. */
export function Ending({ talk, onClose }: SheetProps) {
  const asking = useAsking();
  const flag = useSignal(false);
  const go = async () => {
    const request = { visit: talk.visit, flag: flag.peek() };
    if (await asking.ask(() => leave("desk.end", request))) toast(t("end.done"));
  };
  return (
    <Sheet title={t("end.title")} onClose={onClose}>
      <p>{t("end.dies")}</p>
      <p>{t("end.stays")}</p>
      <p class="soft">{t("end.back")}</p>
      <label class="check">
        <input
          type="checkbox"
          checked={flag}
          onChange={(event) => {
            flag.value = event.currentTarget.checked;
          }}
        />
        <span>
          {t("end.flag")}
          <small>{t("end.flag_what")}</small>
        </span>
      </label>
      <Asked asking={asking} />
      <div class="choices">
        <button type="button" class="button main" onClick={onClose}>
          {t("end.stay")}
        </button>
        <button type="button" class="button" onClick={() => void go()}>
          {t("end.do")}
        </button>
      </div>
    </Sheet>
  );
}
