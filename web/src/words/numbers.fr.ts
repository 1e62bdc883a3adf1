import type { NumberWord } from "../platform/numbers";

export const fr: Record<NumberWord, string> = {
  police: "Police",
  emergency: "Urgences",
  emergencyText: "Urgences par SMS",
  medical: "SAMU",
  fire: "Pompiers",
  violence: "Violences : écoute",
  children: "Enfance en danger",
  victims: "Aide aux victimes",
  victimsAbroad: "Aide aux victimes en France",
};
