/** Emergency numbers, by country. They are dialled by the phone itself: they work offline. */
export interface EmergencyNumber {
  number: string;
  by: "tel" | "sms";
  /** Key of its words in words/numbers. */
  what: NumberWord;
}

export type NumberWord =
  | "police"
  | "emergency"
  | "emergencyText"
  | "medical"
  | "fire"
  | "violence"
  | "children"
  | "victims"
  | "victimsAbroad";

/** Source: service-public.fr, "numéros d'urgence". The first three are the ones of an alert. */
const FRANCE: EmergencyNumber[] = [
  { number: "17", by: "tel", what: "police" },
  { number: "112", by: "tel", what: "emergency" },
  { number: "114", by: "sms", what: "emergencyText" },
  { number: "15", by: "tel", what: "medical" },
  { number: "18", by: "tel", what: "fire" },
  { number: "3919", by: "tel", what: "violence" },
  { number: "119", by: "tel", what: "children" },
  { number: "116006", by: "tel", what: "victims" },
];

/** 112 is answered everywhere in the European Union, and by mobile networks nearly everywhere. */
const ELSEWHERE: EmergencyNumber[] = [
  { number: "112", by: "tel", what: "emergency" },
  { number: "+33180523376", by: "tel", what: "victimsAbroad" },
];

const BY_COUNTRY: Record<string, EmergencyNumber[]> = { FR: FRANCE };

/** France and its overseas, by the time zone of the device: nothing is asked of a server. */
const FRENCH_ZONES = new Set([
  "Europe/Paris",
  "America/Guadeloupe",
  "America/Martinique",
  "America/Cayenne",
  "America/Miquelon",
  "America/St_Barthelemy",
  "America/Marigot",
  "Indian/Reunion",
  "Indian/Mayotte",
  "Pacific/Noumea",
  "Pacific/Tahiti",
  "Pacific/Marquesas",
  "Pacific/Gambier",
  "Pacific/Wallis",
]);

/** Null where 112 is the best that can be said. A zone that names no place counts as French. */
export function countryHere(
  zone = Intl.DateTimeFormat().resolvedOptions().timeZone,
): string | null {
  const placeless = !zone?.includes("/") || zone.startsWith("Etc/");
  return placeless || FRENCH_ZONES.has(zone) ? "FR" : null;
}

export function numbersOf(country: string | null): EmergencyNumber[] {
  return BY_COUNTRY[country ?? ""] ?? ELSEWHERE;
}

export const hrefOf = ({ by, number }: EmergencyNumber): string => `${by}:${number}`;
