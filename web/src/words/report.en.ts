import type { ReportWord } from "./report";

export const en: Record<ReportWord, string> = {
  help: "A moderator will read it. {name} will not know.",
  why: "What is wrong",
  send: "Report",
  sent: "Reported. Thank you.",
};
