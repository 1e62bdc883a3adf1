import { area } from "../../words/area";
import { en } from "./words.en";
import { fr } from "./words.fr";

export type DeskWord = keyof typeof fr;

export const t = area<DeskWord>({ fr, en });
