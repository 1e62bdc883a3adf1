import { startAnew } from "../model/leaving";
import type { Over as Why } from "../model/visit";
import { t } from "../words/words";
import { WipeButton } from "./WipeButton";

/** The end: said at once, with the wipe in reach. */
export function Over({ why }: { why: Why }) {
  return (
    <section class="over" id="over">
      <div role="alert">
        <h2>{t("over.title")}</h2>
        <p>
          {why === "expired" && t("over.expired")} {t("over.server")}
        </p>
      </div>
      <div class="over-do">
        <WipeButton id="over-wipe" label={t("over.wipe")} />
        <button type="button" id="anew" class="button" onClick={startAnew}>
          {t("over.anew")}
        </button>
      </div>
    </section>
  );
}
