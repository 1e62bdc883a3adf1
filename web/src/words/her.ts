import { area } from "./area";
import { en } from "./her.en";
import { fr } from "./her.fr";

export const t = area<keyof typeof fr>({ fr, en });
