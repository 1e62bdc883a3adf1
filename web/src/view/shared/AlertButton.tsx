import { press } from "../../model/press";
import { lookNow } from "../../model/where";
import { t } from "../../words/app";
import { HoldButton } from "./HoldButton";

/** The main gesture. The alert leaves at once; the position follows when there is one. */
export function AlertButton({ again = false }: { again?: boolean }) {
  const launch = () => {
    void press();
    lookNow();
  };
  return (
    <HoldButton
      kind="alert"
      onDone={launch}
      words={{
        label: again ? t("alert.again") : t("alert.button"),
        hint: t("alert.hold"),
        early: t("alert.early"),
        confirm: t("alert.confirm"),
        yes: t("alert.confirmGo"),
        no: t("alert.confirmNo"),
      }}
    />
  );
}
