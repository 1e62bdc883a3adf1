import { effect, signal } from "@preact/signals";
import { fr } from "./app.fr";
import { area, language } from "./area";

export { type Language, language, setLanguage } from "./area";

const AGAIN_MS = 5_000;

export type AppWord = keyof typeof fr;

/** The first screen carries one language: until the other has come, its words are French. */
const english = signal<Record<AppWord, string>>(fr);

export const t = area<AppWord>({
  fr,
  get en() {
    return english.value;
  },
});

/** Resolves when the words of this page's language are there, or cannot be had now (then later). */
export async function learn(): Promise<void> {
  if (language.peek() !== "en" || english.peek() !== fr) return;
  const found = await import("./app.en").catch(() => null);
  if (found) english.value = found.en;
  else setTimeout(() => void learn(), AGAIN_MS);
}

effect(() => {
  if (language.value === "en") void learn();
});
