import type { PlaybookWord } from "../../words/playbook";

/** The moments the playbook speaks to, in the order they are met. */
export type Topic = "received" | "far" | "silent" | "late" | "mistake" | "shock" | "bystander";

export const LINES: Record<Topic, PlaybookWord[]> = {
  received: ["received.1", "received.2", "received.3", "received.4", "received.5", "received.6"],
  far: ["far.1", "far.2", "far.3", "far.4", "far.5"],
  silent: ["silent.1", "silent.2", "silent.3", "silent.4", "silent.5"],
  late: ["late.1", "late.2", "late.3", "late.4"],
  mistake: ["mistake.1", "mistake.2", "mistake.3", "mistake.4"],
  shock: ["shock.1", "shock.2", "shock.3", "shock.4", "shock.5"],
  bystander: ["bystander.1", "bystander.2", "bystander.3", "bystander.4"],
};

export const TOPICS = Object.keys(LINES) as Topic[];

export const isTopic = (word: string | undefined): word is Topic =>
  word !== undefined && word in LINES;
