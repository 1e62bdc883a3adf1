import { area } from "./area";
import { en } from "./direct.en";
import { fr } from "./direct.fr";

export type DirectWord = keyof typeof fr;

export const t = area<DirectWord>({ fr, en });
