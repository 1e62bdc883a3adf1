import { hrefOf, numbersOf } from "../../platform/numbers";
import { t } from "../words/words";

const SHOWN = ["17", "114", "3919", "119"] as const;

/** Dialled by the phone itself: they work offline. The page's HTML has the same, before any script. */
export function Numbers() {
  const french = numbersOf("FR");
  return (
    <nav class="numbers" aria-label={t("numbers.title")}>
      {SHOWN.map((number) => {
        const found = french.find((one) => one.number === number);
        return found ? (
          <a key={number} href={hrefOf(found)}>
            <strong>{number}</strong> {t(`numbers.${number}`)}
          </a>
        ) : null;
      })}
    </nav>
  );
}
