import { area } from "./area";
import { en } from "./playbook.en";
import { fr } from "./playbook.fr";

export type PlaybookWord = keyof typeof fr;

export const t = area<PlaybookWord>({ fr, en });
