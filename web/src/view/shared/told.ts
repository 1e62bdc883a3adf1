import type { Line } from "../../model/channels";
import type { Entry } from "../../protocol";
import { type AppWord, language, t } from "../../words/app";

/** Kinds that come in crowds: between two messages, those of one kind are told in one line. */
const CROWD = new Set<Entry["kind"]>([
  "joined",
  "acting",
  "declined",
  "calling",
  "sharing",
  "not_sharing",
  "wave",
]);
const NAMED = 2;

/** What a thread shows: a message, or one line about one or several entries of the same kind. */
export type Told =
  | { kind: "said"; key: string; line: Line }
  | { kind: "news"; key: string; lines: Line[] };

export function tell(lines: Line[], me: string): Told[] {
  const told: Told[] = [];
  let crowds = new Map<Entry["kind"], Line[]>();
  for (const line of lines.filter(isLastOfErased)) {
    const { kind } = line.entry;
    const key = `${line.channel} ${line.entry.seq}`;
    if (kind === "said") {
      told.push({ kind: "said", key, line });
      crowds = new Map();
      continue;
    }
    const crowd = crowds.get(kind);
    if (crowd && isCrowd(line, me)) {
      crowd.push(line);
      continue;
    }
    const own = [line];
    told.push({ kind: "news", key, lines: own });
    if (isCrowd(line, me)) crowds.set(kind, own);
  }
  return told;
}

/** Each message erased is an entry; that somebody erased hers is told once. */
function isLastOfErased({ channel, entry }: Line, at: number, lines: Line[]): boolean {
  return (
    entry.kind !== "erased" ||
    !lines
      .slice(at + 1)
      .some((next) => next.channel === channel && isErasedBy(next.entry, entry.who))
  );
}

const isErasedBy = ({ kind, who }: Entry, whom: string | null) => kind === "erased" && who === whom;

/** What the reader did herself is told apart: "tu as ouvert", never "toi a ouvert". */
function isCrowd(line: Line, me: string): boolean {
  return CROWD.has(line.entry.kind) && line.entry.who !== me;
}

export interface Reader {
  me: string;
  isCaller: boolean;
  /** Her id in this room, and what she is called everywhere in it: her first name if she gave one. */
  her: string;
  caller: string;
  /** Her screen hides names until she asks: people are numbered, in the order they came. */
  names: boolean;
  order: readonly string[];
}

export function nameOf(entry: Entry, reader: Reader): string {
  if (entry.who === reader.me) return t("said.you");
  if (entry.who === reader.her) return reader.caller;
  if (reader.names && entry.name) return entry.name;
  const nth = reader.order.indexOf(entry.who ?? "") + 1;
  return nth > 0 ? t("her.nth", { n: nth }) : t("said.someone");
}

/** Everybody but the reader, in the order of their first entry. */
export function orderOf(lines: Line[], me: string): string[] {
  const whos = lines.map((line) => line.entry.who).filter((who) => who !== null && who !== me);
  return [...new Set(whos as string[])];
}

/** The words of a piece of news, for this reader. */
export function newsWords(lines: Line[], reader: Reader): string {
  const first = lines[0];
  if (!first) return "";
  const people = lines.filter((line, at) => at === firstOf(lines, line));
  return t(wordOf(first, reader), {
    name: named(people, reader),
    count: people.length,
    n: lines.reduce((sum, line) => sum + (Number(line.entry.detail) || 0), 0),
    how: howWord(first.entry.detail),
    to: first.entry.detail ?? "",
  });
}

/** What is told to whoever did it in another form. */
const MINE = new Set<Entry["kind"]>([
  "launched",
  "relaunched",
  "joined",
  "acting",
  "declined",
  "calling",
  "call_ended",
  "showing_her",
  "hiding_from_her",
  "sharing",
  "not_sharing",
  "all_clear",
  "erased",
  "partner_entered",
  "left",
  "handed_over",
  "oriented",
  "disclosure_asked",
]);

function wordOf({ channel, entry }: Line, reader: Reader): AppWord {
  const mine = entry.who === reader.me;
  if (entry.kind === "joined" && HELPLINE.has(channel)) return cameWord(entry, mine);
  if (mine && MINE.has(entry.kind)) return `mine.${entry.kind}` as AppWord;
  if (entry.kind === "wave" && !Number(entry.detail)) return "said.waveSome";
  if (entry.kind === "showing_her" && !reader.isCaller) return "said.showingHer";
  if (entry.kind === "hiding_from_her" && !reader.isCaller) return "said.hidingFromHer";
  return entry.kind === "said" ? "said.someone" : `said.${entry.kind}`;
}

const HELPLINE = new Set<Line["channel"]>(["all", "officers"]);
const EXPERTS = new Set(["psychologist", "social_worker"]);

/** Nobody opens an alert there; that an expert has come says more than a name. */
function cameWord({ detail }: Entry, mine: boolean): AppWord {
  if (mine) return "mine.came";
  return detail && EXPERTS.has(detail) ? (`said.came.${detail}` as AppWord) : "said.came";
}

const HOW = new Set(["reached", "no_answer", "refused", "wrong_number"]);

function howWord(detail: string | null): string {
  return detail && HOW.has(detail) ? t(`said.how.${detail}` as AppWord) : "";
}

function firstOf(lines: Line[], line: Line): number {
  return lines.findIndex((other) => other.entry.who === line.entry.who);
}

function named(lines: Line[], reader: Reader): string {
  if (!reader.names && lines.length > 1) return t("her.people", { count: lines.length });
  return listed(lines.map((line) => nameOf(line.entry, reader)));
}

function listed(names: string[]): string {
  const shown = names.slice(0, NAMED);
  const more = names.length - shown.length;
  const all = more > 0 ? [...shown, t("said.others", { count: more })] : shown;
  return new Intl.ListFormat(language.value, { type: "conjunction" }).format(all);
}
