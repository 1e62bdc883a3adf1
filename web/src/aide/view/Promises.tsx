import { t } from "../words/words";

/** She reads this before she can write: what is kept, what dies when, and the one exception. */
export function Promises() {
  return (
    <section class="promises" aria-labelledby="promises">
      <h2 id="promises">{t("promise.title")}</h2>
      <ul>
        <li>{t("promise.kept")}</li>
        <li>{t("promise.wipe")}</li>
        <li>{t("promise.end")}</li>
        <li>{t("promise.tab")}</li>
      </ul>
      <p>
        <strong>{t("promise.but")}</strong> {t("promise.except")}
      </p>
    </section>
  );
}
