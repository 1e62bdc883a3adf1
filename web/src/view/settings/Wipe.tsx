import { t } from "../../words/settings";
import { WipeButton } from "../shared/WipeButton";
import { Section } from "./Section";

/** One gesture erases; the words beside it say what goes and what stays. */
export function Wipe() {
  return (
    <Section title={t("wipe.title")}>
      <h3>{t("wipe.dies")}</h3>
      <ul>
        <li>{t("wipe.dies.1")}</li>
        <li>{t("wipe.dies.2")}</li>
        <li>{t("wipe.dies.3")}</li>
      </ul>
      <h3>{t("wipe.stays")}</h3>
      <ul>
        <li>{t("wipe.stays.1")}</li>
        <li>{t("wipe.stays.2")}</li>
        <li>{t("wipe.stays.3")}</li>
      </ul>
      <WipeButton />
    </Section>
  );
}
