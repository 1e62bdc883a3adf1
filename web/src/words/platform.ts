import { area } from "./area";
import { en } from "./platform.en";
import { fr } from "./platform.fr";

export const t = area<keyof typeof fr>({ fr, en });
