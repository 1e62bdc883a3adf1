import { area } from "../../words/area";
import { en } from "./en";
import { fr } from "./fr";

export type ConsoleWord = keyof typeof fr;

export const t = area<ConsoleWord>({ fr, en });
