import { area } from "../../words/area";
import { en } from "./words.en";
import { fr } from "./words.fr";

export type Key = keyof typeof fr;

const say = area<Key>({ fr, en });

/** French signs stand after a space that never ends a line. */
export const t: typeof say = (key, values) =>
  say(key, values)
    .replace(/ (?=[:?!»])/g, "\u00a0")
    .replace(/« /g, "«\u00a0");
