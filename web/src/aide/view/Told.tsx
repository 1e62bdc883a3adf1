import type { Entry, Met, Visit } from "../../protocol";
import { dialled, orientedOf } from "../../view/shared/oriented";
import { language } from "../../words/area";
import { type Key, t } from "../words/words";

interface ToldProps {
  entry: Entry;
  visit: Visit;
}

/** One thing that happened: words, a card, or a line about who is there. */
export function Told({ entry, visit }: ToldProps) {
  if (entry.kind === "oriented") return <Orientation entry={entry} />;
  if (entry.kind === "said" || entry.kind === "erased") return <Said entry={entry} visit={visit} />;
  return (
    <p class="news">
      {newsOf(entry, visit)} <time>{hour(entry.at)}</time>
    </p>
  );
}

function Said({ entry, visit }: ToldProps) {
  const own = entry.who === visit.me;
  return (
    <div class={own ? "said own" : "said"}>
      <p class="said-head">
        <strong>{own ? t("talk.you") : nameOf(entry, visit)}</strong> <time>{hour(entry.at)}</time>
        {own && ` · ${t("msg.sent")}`}
      </p>
      <p class="bubble">{entry.text ?? "…"}</p>
    </div>
  );
}

function Orientation({ entry }: { entry: Entry }) {
  const { title, text, number } = orientedOf(entry.text ?? "");
  return (
    <article class="card">
      <p class="soft">{kindOfCard(entry.detail)}</p>
      <h2>{title}</h2>
      {text && <p>{text}</p>}
      {number && (
        <a class="button" href={`tel:${dialled(number)}`}>
          {t("card.call", { number })}
        </a>
      )}
    </article>
  );
}

function kindOfCard(detail: string | null): string {
  const known = detail === "complaint" || detail === "association" || detail === "number";
  return known ? t(`card.${detail}`) : "";
}

function newsOf(entry: Entry, visit: Visit): string {
  const name = nameOf(entry, visit);
  if (entry.kind === "left") return t("news.left", { name });
  if (entry.kind === "handed_over") {
    return t("news.handed_over", { name, to: entry.detail ?? t("talk.somebody") });
  }
  const kind = wordOfKind(entry.detail);
  return kind ? t("news.joined", { name, kind }) : t("news.joinedOnly", { name });
}

const KINDS = new Set<string>(["officer", "psychologist", "social_worker", "supervisor"]);

function wordOfKind(detail: string | null): string | null {
  return detail && KINDS.has(detail) ? t(`kind.${detail as Met["kind"]}` satisfies Key) : null;
}

function nameOf(entry: Entry, visit: Visit): string {
  const met = visit.people.find((one) => one.who === entry.who);
  return entry.name ?? met?.name ?? t("talk.somebody");
}

function hour(at: number): string {
  return new Intl.DateTimeFormat(language.value, { hour: "2-digit", minute: "2-digit" }).format(at);
}
