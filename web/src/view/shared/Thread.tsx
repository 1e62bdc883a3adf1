import type { Line } from "../../model/channels";
import { giveUp, retry, type Unsent } from "../../model/sending";
import { t } from "../../words/app";
import { hour } from "./age";
import { useFollow } from "./follow";
import { OrientedCard } from "./OrientedCard";
import { nameOf, newsWords, type Reader, tell } from "./told";

interface ThreadProps {
  lines: Line[];
  unsent: Unsent[];
  reader: Reader;
  /** How many others have read up to a `seq`. */
  seenBy: (line: Line) => number;
  empty: string;
  /** Her device stays silent: nothing is read aloud by itself. */
  quiet?: boolean;
}

export function Thread({ lines, unsent, reader, seenBy, empty, quiet = false }: ThreadProps) {
  const told = tell(lines, reader.me);
  const box = useFollow();
  const lastOwn = lines.findLast((line) => isOwnWords(line, reader));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll back
    <div class="thread" ref={box} role="log" aria-live={quiet ? "off" : "polite"} tabIndex={0}>
      {told.length + unsent.length === 0 && <p class="thread-empty">{empty}</p>}
      {told.map((item) =>
        item.kind === "news" ? (
          <News key={item.key} lines={item.lines} reader={reader} />
        ) : (
          <Said
            key={item.key}
            line={item.line}
            reader={reader}
            seen={item.line === lastOwn ? seenBy(item.line) : 0}
          />
        ),
      )}
      {unsent.map((item) => (
        <OnItsWay key={item.id} item={item} />
      ))}
    </div>
  );
}

const LOUD = new Set([
  "launched",
  "relaunched",
  "stopped",
  "all_clear",
  "stopped_under_constraint",
]);

function News({ lines, reader }: { lines: Line[]; reader: Reader }) {
  const last = lines.at(-1)?.entry;
  if (!last) return null;
  return (
    <div class={`news ${LOUD.has(last.kind) ? "loud" : ""} ${last.kind}`}>
      <p>
        {newsWords(lines, reader)} <time>{hour(last.at)}</time>
      </p>
      {last.kind === "oriented" && <OrientedCard entry={last} />}
      {last.text && last.kind !== "oriented" && <p class="bubble">{last.text}</p>}
    </div>
  );
}

function Said({ line, reader, seen }: { line: Line; reader: Reader; seen: number }) {
  const { entry } = line;
  const own = entry.who === reader.me;
  return (
    <div class={`said ${own ? "own" : ""}`}>
      <p class="said-head">
        <strong>{nameOf(entry, reader)}</strong> <time>{hour(entry.at)}</time>
      </p>
      <p class={`bubble ${entry.text === null ? "erased" : ""}`}>{entry.text ?? t("msg.erased")}</p>
      {own && seen > 0 && <p class="said-state">{t("msg.seenBy", { count: seen })}</p>}
    </div>
  );
}

function OnItsWay({ item }: { item: Unsent }) {
  return (
    <div class={`said own ${item.state}`}>
      <p class="bubble">{item.text}</p>
      <p class="said-state">
        {item.state === "refused"
          ? t("msg.refused", { why: item.sentence ?? "" })
          : t(`msg.${item.state}`)}
      </p>
      {item.state !== "sending" && (
        <p class="said-mend">
          <button type="button" class="button quiet small" onClick={() => retry(item.id)}>
            {t("msg.again")}
          </button>
          <button type="button" class="button quiet small" onClick={() => giveUp(item.id)}>
            {t("msg.drop")}
          </button>
        </p>
      )}
    </div>
  );
}

function isOwnWords(line: Line, reader: Reader): boolean {
  return line.entry.kind === "said" && line.entry.who === reader.me;
}
