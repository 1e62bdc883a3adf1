import type { NumberWord } from "../platform/numbers";

export const en: Record<NumberWord, string> = {
  police: "Police",
  emergency: "Emergency",
  emergencyText: "Emergency by text",
  medical: "Ambulance",
  fire: "Fire service",
  violence: "Violence helpline",
  children: "Children in danger",
  victims: "Victim support",
  victimsAbroad: "Victim support in France",
};
