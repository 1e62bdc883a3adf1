import type { NumberWord } from "../platform/numbers";
import { area } from "./area";
import { en } from "./numbers.en";
import { fr } from "./numbers.fr";

export const t = area<NumberWord>({ fr, en });
