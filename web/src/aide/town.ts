import { vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import type { Entry, Visit } from "../protocol";
import { minor, topic, victim } from "./model/form";

/** For tests: Ada at the door of a helpline that answers. */
export const OFFICER = { who: "camille-who", name: "Camille", kind: "officer" } as const;

export const waiting = (more: Partial<Visit> = {}): Visit => ({
  visit: "visit-of-ada",
  room: "room-of-ada",
  me: "ada-in-room",
  state: "waiting",
  topic: "home",
  known: true,
  near: true,
  there: true,
  place: 3,
  wait_ms: 240_000,
  queue: "queue-of-69",
  came_at: 1_000,
  people: [],
  head: 0,
  identity: null,
  ...more,
});

export const entry = (seq: number, more: Partial<Entry> = {}): Entry => ({
  seq,
  kind: "said",
  at: 1_700_000_000_000 + seq,
  who: OFFICER.who,
  name: OFFICER.name,
  text: `line ${seq}`,
  detail: null,
  client_id: null,
  ...more,
});

/** A server that opens its door and keeps a log. */
export function helpline(): FakeServer & { log: Entry[] } {
  const log: Entry[] = [];
  const server = Object.assign(new FakeServer(), { log });
  server.answers = {
    "help.door": () => ({ body: { ticket: "ticket-1", bits: 4, open: true } }),
    "help.begin": () => ({ body: waiting() }),
    "help.mine": () => ({ body: waiting() }),
    "help.wipe": () => ({ body: { erased: true } }),
    "help.leave": () => ({ body: { erased: true } }),
    "room.read": ({ seq }) => ({ body: { seq } }),
    "room.sync": ({ after }) => ({
      body: { entries: log.filter((one) => one.seq > Number(after)), head: log.length },
    }),
    "room.say": ({ text, client_id }) => {
      const known = log.find((one) => one.client_id === client_id);
      const said = known ?? written(log.length + 1, text, client_id);
      if (!known) log.push(said);
      return { body: { entry: said } };
    },
  };
  return server;
}

const written = (seq: number, text: unknown, id: unknown): Entry =>
  entry(seq, { who: waiting().me, name: null, text: String(text), client_id: String(id) });

/** No socket passes: everything goes by HTTPS. */
export const noSocket = { io: () => silent };

const silent = {
  connected: false,
  on: () => silent,
  onAny: () => silent,
  removeAllListeners: () => silent,
  connect: () => silent,
  disconnect: () => silent,
};

export function answerEverything(): void {
  victim.value = true;
  minor.value = false;
  topic.value = "home";
}

/** Lets what is on its way arrive. */
export const soon = (ms = 100): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
