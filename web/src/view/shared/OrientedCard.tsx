import type { Entry } from "../../protocol";
import { type AppWord, t } from "../../words/app";
import { Icon } from "./Icon";
import { dialled, orientedOf } from "./oriented";

const KINDS = new Set(["complaint", "association", "number"]);

/** Where the visitor of the helpline was sent: she and those who help her see the same card. */
export function OrientedCard({ entry }: { entry: Entry }) {
  const { title, text, number } = orientedOf(entry.text ?? "");
  const kind = entry.detail ?? "";
  return (
    <article class="oriented-card">
      {KINDS.has(kind) && <p class="oriented-kind">{t(`oriented.${kind}` as AppWord)}</p>}
      <h3>{title}</h3>
      {text && <p class="oriented-text">{text}</p>}
      {number && (
        <a class="button small" href={`tel:${dialled(number)}`}>
          <Icon name="phone" size={20} />
          {t("oriented.call", { number })}
        </a>
      )}
    </article>
  );
}
