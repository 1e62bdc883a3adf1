import { effect, signal } from "@preact/signals";
import { language } from "../words/area";
import { type Identity, identityOf } from "./identities";
import { readKeep, writeKeep } from "./keep";
import { covered } from "./lock";

/** The name and icon chosen for this device. */
export const identity = signal<Identity>(identityOf(undefined));

/** Call once at the start; the page's title, icon and manifest follow from then on. */
export async function installIdentity(): Promise<void> {
  identity.value = identityOf((await readKeep()).identity);
  effect(() => wear(identity.value, language.value, covered.value));
}

/** Kept first, worn after: what she sees chosen survives a page closed at that moment. */
export async function chooseIdentity(id: string): Promise<void> {
  const chosen = identityOf(id);
  await writeKeep({ identity: chosen.id });
  identity.value = chosen;
}

/** `_covered` is a dependency: the blank of the hide button empties the title, this puts it back. */
function wear(chosen: Identity, lang: "fr" | "en", _covered: boolean): void {
  document.title = chosen.name[lang];
  link("icon", chosen.icon);
  link("manifest", chosen.manifest);
  link("apple-touch-icon", chosen.touchIcon);
  meta("apple-mobile-web-app-title", chosen.name[lang]);
}

/** Changed only when it differs: a browser may read the manifest anew at every touch. */
function link(rel: string, href: string): void {
  const found = document.head.querySelector<HTMLLinkElement>(`link[rel="${rel}"]`);
  const element = found ?? document.head.appendChild(document.createElement("link"));
  if (element.getAttribute("href") === href) return;
  element.rel = rel;
  element.href = href;
}

function meta(name: string, content: string): void {
  const found = document.head.querySelector<HTMLMetaElement>(`meta[name="${name}"]`);
  const element = found ?? document.head.appendChild(document.createElement("meta"));
  element.name = name;
  element.content = content;
}
