import { en } from "./app.en";
import { fr } from "./app.fr";
import { area } from "./area";

export { type Language, language, setLanguage } from "./area";

export type AppWord = keyof typeof fr;

export const t = area<AppWord>({ fr, en });
