import type { Disclosure } from "../../../protocol";
import { dayAndHour } from "../../../view/shared/age";
import { Sheet } from "../../../view/shared/Sheet";
import { agree } from "../actions";
import { t } from "../words";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

export interface RequestSheetProps {
  request: Disclosure;
  onClose: () => void;
}

/** The second officer decides alone: refusing is the first choice. */
export function Agreeing({ request, onClose }: RequestSheetProps) {
  const asking = useAsking();
  const { disclosure, asked_by, asked_at, reason, prosecutor, reference } = request;
  const go = async () => {
    if (await asking.ask(() => agree(disclosure))) onClose();
  };
  return (
    <Sheet title={t("agree.title")} onClose={onClose}>
      <ul class="stack">
        <li>
          <strong>{t(`disclose.${reason}`)}</strong>
        </li>
        <li>{t("disclosure.asked_by", { name: asked_by, when: dayAndHour(asked_at) })}</li>
        <li>{t("disclosure.word", { prosecutor, reference })}</li>
      </ul>
      <p>{t("agree.what", { name: asked_by })}</p>
      <p>{t("agree.stays")}</p>
      <p class="soft">{t("agree.back", { name: asked_by })}</p>
      <Asked asking={asking} />
      <div class="choices">
        <button type="button" class="button main" onClick={onClose}>
          {t("agree.no")}
        </button>
        <button type="button" class="button" onClick={() => void go()}>
          {t("agree.do")}
        </button>
      </div>
    </Sheet>
  );
}
