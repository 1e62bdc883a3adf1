import { Sheet } from "../../../view/shared/Sheet";
import { leave } from "../actions";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

export function SteppingOut({ talk, onClose }: SheetProps) {
  const asking = useAsking();
  const go = () => asking.ask(() => leave("desk.step_out", { visit: talk.visit }));
  return (
    <Sheet title={t("step_out.title")} onClose={onClose}>
      <p>{t("step_out.what")}</p>
      <Asked asking={asking} />
      <div class="choices">
        <button type="button" class="button main" onClick={onClose}>
          {t("step_out.stay")}
        </button>
        <button type="button" class="button" onClick={() => void go()}>
          {t("step_out.do")}
        </button>
      </div>
    </Sheet>
  );
}
