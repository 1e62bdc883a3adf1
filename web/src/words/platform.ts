import { en } from "./platform.en";
import { fr } from "./platform.fr";
import { area } from "./area";

export const t = area<keyof typeof fr>({ fr, en });
