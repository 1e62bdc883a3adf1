import { area } from "./area";
import { en } from "./past.en";
import { fr } from "./past.fr";

export const t = area<keyof typeof fr>({ fr, en });
