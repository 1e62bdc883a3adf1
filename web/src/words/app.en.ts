import type { fr } from "./app.fr";

export const en: Record<keyof typeof fr, string> = {
  loading: "Opening…",
};
