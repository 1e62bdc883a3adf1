import { area } from "../../words/area";
import { en } from "./words.en";
import { fr } from "./words.fr";

export type OverviewWord = keyof typeof fr;

export const t = area<OverviewWord>({ fr, en });
