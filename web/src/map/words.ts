import { area } from "../words/area";
import { en } from "./words.en";
import { fr } from "./words.fr";

export type MapWord = keyof typeof fr;

export const t = area<MapWord>({ fr, en });
