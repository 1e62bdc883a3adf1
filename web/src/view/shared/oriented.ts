/** Where somebody was sent, as the thread shows it. */
export interface Oriented {
  title: string;
  text: string;
  number: string | null;
}

/** A line that is a phone number and nothing else. */
const NUMBER = /^\+?\d[\d .\u00a0\u202f-]{1,20}$/;

/** The first line is the title; the last one a number to call, if it is one. */
export function orientedOf(text: string): Oriented {
  const [title = "", ...rest] = text.split("\n").map((line) => line.trim());
  const last = rest.at(-1) ?? "";
  const number = NUMBER.test(last) ? last : null;
  const lines = number ? rest.slice(0, -1) : rest;
  return { title, text: lines.join("\n").trim(), number };
}

/** What a phone dials. */
export function dialled(number: string): string {
  return number.replace(/[^\d+]/g, "");
}
