import { area } from "./area";
import { en } from "./settings.en";
import { fr } from "./settings.fr";

export type SettingsWord = keyof typeof fr;

export const t = area<SettingsWord>({ fr, en });
