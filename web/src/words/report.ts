import { area } from "./area";
import { en } from "./report.en";
import { fr } from "./report.fr";

export type ReportWord = keyof typeof fr;

export const t = area<ReportWord>({ fr, en });
