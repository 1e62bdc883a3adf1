import type { fr } from "./her.fr";

export const en: Record<keyof typeof fr, string> = {
  nobody: "Nobody here for now.",
  block: "Never meet {name} again",
  blockWhat: "{name} leaves this alert and sees your position no more. You will not meet again.",
  "clear.help":
    "In your own words, with your secret word. No ready-made sentence: people must recognise you.",
  "clear.words": "Your words",
  "clear.code": "Your secret word",
  "clear.send": "Send",
  "clear.sent": "Sent. The people in the alert can see it.",
};
