import type { Entry } from "../../protocol";

const TOLD = new Set(["said", "erased", "joined", "left", "handed_over", "oriented"]);

/** What she is shown; that she came in herself she knows. */
export function isTold(entry: Entry, me: string): boolean {
  return TOLD.has(entry.kind) && !(entry.kind === "joined" && entry.who === me);
}

export interface Card {
  title: string;
  text: string;
  number: string | null;
}

/** First line the title, last line a phone number if there is one, the text between. */
export function cardOf(text: string): Card {
  const [title = "", ...lines] = text.split("\n");
  const last = lines.at(-1)?.trim() ?? "";
  const number = /^\+?\d[\d ]+$/.test(last) ? last : null;
  return { title, text: (number ? lines.slice(0, -1) : lines).join("\n").trim(), number };
}
