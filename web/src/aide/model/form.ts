import { signal } from "@preact/signals";
import type { Begin } from "../../protocol";
import { onForget } from "../life";

export type Question = "victim" | "minor" | "topic";

export const postcode = signal("");
export const victim = signal<boolean | null>(null);
export const minor = signal<boolean | null>(null);
export const topic = signal<Begin["topic"] | null>(null);
/** She pressed start: from now on what is missing is named. */
export const asked = signal(false);

export function missing(): Question[] {
  const all = { victim, minor, topic };
  return (Object.keys(all) as Question[]).filter((name) => all[name].value === null);
}

export type Answers = Pick<Begin, "postcode" | "victim" | "minor" | "topic">;

/** Null while a question is open. */
export function answers(): Answers | null {
  const [who, age, what] = [victim.peek(), minor.peek(), topic.peek()];
  if (who === null || age === null || what === null) return null;
  return { postcode: postcode.peek().trim(), victim: who, minor: age, topic: what };
}

/** Not refused: the national team answers whoever gives another code, or none. */
export const looksLikePostcode = (typed: string): boolean => /^\s*(\d{5})?\s*$/.test(typed);

onForget(() => {
  postcode.value = "";
  victim.value = null;
  minor.value = null;
  topic.value = null;
  asked.value = false;
});
