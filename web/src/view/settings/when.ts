import { language } from "../../words/area";

/** "21 nov., 04:10": a day and an hour, on this device's clock. `at` in milliseconds UTC. */
export function whenWords(at: number): string {
  const form: Intl.DateTimeFormatOptions = {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  };
  return new Intl.DateTimeFormat(language.value, form).format(at);
}
