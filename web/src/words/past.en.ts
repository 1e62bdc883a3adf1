import type { fr } from "./past.fr";

export const en: Record<keyof typeof fr, string> = {
  note: "Only you can read these words again. Positions and trails were destroyed.",
  kept: "Kept as evidence, as long as you wish.",
  until: "These words will be destroyed on {when}.",
  keep: "Keep as evidence",
  read: "Read again",
  empty: "Nothing was written.",
  eraseWhat:
    "All the words of this alert will be destroyed, yours and those written to you. What was reported is kept.",
};
