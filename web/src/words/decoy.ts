import { area } from "./area";
import { en } from "./decoy.en";
import { fr } from "./decoy.fr";

export const t = area<keyof typeof fr>({ fr, en });
