import { signal } from "@preact/signals";

export type Language = "fr" | "en";

/** The language of the whole page; a view that reads words follows it. */
export const language = signal<Language>(spokenHere());

export type Values = Record<string, string | number>;

type Catalogue<Key extends string> = Record<Key, string>;

/**
 * The words of one area of the app, in every language. French decides the keys: a language that
 * lacks one does not compile. `{name}` is replaced; `{count:one|other}` chooses by the number.
 */
export function area<Key extends string>(catalogues: Record<Language, Catalogue<Key>>) {
  return (key: Key, values: Values = {}): string =>
    fill(catalogues[language.value][key], values, language.value);
}

export function setLanguage(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
}

function fill(text: string, values: Values, lang: Language): string {
  return text.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name: string, forms?: string) => {
    const value = values[name] ?? "";
    if (forms !== undefined) return choose(forms.split("|"), Number(value), lang);
    return typeof value === "number" ? new Intl.NumberFormat(lang).format(value) : value;
  });
}

/** French and English have two forms: `one` and everything else. */
function choose(forms: string[], count: number, lang: Language): string {
  const one = new Intl.PluralRules(lang).select(count) === "one";
  return (one ? forms[0] : forms[1]) ?? "";
}

function spokenHere(): Language {
  const first = typeof navigator === "undefined" ? "fr" : navigator.language;
  return first.toLowerCase().startsWith("en") ? "en" : "fr";
}
