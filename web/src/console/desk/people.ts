import type { Colleague, Desk, Disclosure, Talk, Team, Waiting } from "../../protocol";

/** A desk for tests: Sofia answers, Léa too, Inès is a psychologist; Awa, Lina and Nora wait. */
export const SOFIA: Colleague = {
  officer: "officer-sofia",
  name: "Sofia",
  kind: "officer",
  team: "Rhône",
  duty: true,
  there: true,
  talks: 1,
};
export const LEA: Colleague = { ...SOFIA, officer: "officer-lea", name: "Léa", talks: 0 };
export const INES: Colleague = {
  ...SOFIA,
  officer: "officer-ines",
  name: "Inès",
  kind: "psychologist",
  talks: 0,
};

export const AWA: Waiting = {
  visit: "visit-awa",
  team: "Rhône",
  topic: "home",
  victim: true,
  minor: false,
  department: "69",
  language: "fr",
  came_at: 1_000,
  alarm: 0,
  here: true,
};
export const LINA: Waiting = { ...AWA, visit: "visit-lina", came_at: 2_000, minor: true };
export const NORA: Waiting = { ...AWA, visit: "visit-nora", came_at: 3_000, team: "Nationale" };

export const SOFIA_TALK: Talk = {
  visit: "visit-zoe",
  room: "room-zoe",
  me: "sofia-there",
  topic: "sexual",
  victim: true,
  minor: false,
  department: null,
  language: "en",
  came_at: 500,
  taken_at: 900,
  here: true,
  left: false,
  identity: null,
  people: [
    { who: "her", name: null, kind: null },
    { who: "sofia-there", name: "Sofia", kind: "officer" },
  ],
  channels: [
    { channel: "all", seq: 3, read: 3 },
    { channel: "officers", seq: 0, read: 0 },
  ],
};

export const RHONE: Team = {
  team: "team-rhone",
  name: "Rhône",
  departments: ["69"],
  topics: ["home", "sexual"],
  covered: true,
  there: 0,
  waiting: 2,
  talking: 1,
  longest_ms: 40_000,
};
export const NATIONAL: Team = {
  ...RHONE,
  team: "team-national",
  name: "Nationale",
  departments: [],
  topics: ["home", "sexual", "hatred"],
  there: 2,
};

export const REQUEST: Disclosure = {
  disclosure: "disclosure-1",
  visit: "visit-zoe",
  reason: "danger",
  prosecutor: "Mme Roche",
  reference: "2026/114",
  asked_at: 4_000,
  given_at: null,
  asked_by: "Léa",
  agreed_by: null,
  state: "asked",
  mine: false,
};

export const DESK: Desk = {
  me: SOFIA,
  waiting: [AWA, LINA],
  talks: [SOFIA_TALK],
  colleagues: [SOFIA, LEA, INES],
  teams: [RHONE, NATIONAL],
  disclosures: [],
};
