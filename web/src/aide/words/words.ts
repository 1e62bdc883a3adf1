import { area } from "../../words/area";
import { en } from "./words.en";
import { fr } from "./words.fr";

export type Key = keyof typeof fr;

export const t = area<Key>({ fr, en });
