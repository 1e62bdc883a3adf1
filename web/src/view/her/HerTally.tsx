import type { Tally } from "../../protocol";
import { t } from "../../words/app";

/** "12 ont vu · 3 t'écrivent": counts, never who. */
export function HerTally({ tally }: { tally: Tally }) {
  const { alarmed, seen, acting, writing } = tally;
  if (alarmed === 0) return <p class="tally none">{t("her.nobody")}</p>;
  return (
    <div class="tally" aria-live="polite">
      <p class="tally-main">
        {seen > 0 ? t("her.seen", { count: seen }) : t("her.alarmed", { count: alarmed })}
        {writing > 0 && ` · ${t("her.writing", { count: writing })}`}
      </p>
      {acting > 0 && <p class="tally-more">{t("her.acting", { count: acting })}</p>}
    </div>
  );
}
