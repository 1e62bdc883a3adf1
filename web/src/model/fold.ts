import type { Entry, Fix, Person, RoomView } from "../protocol";

const WINDOW_MS = 48 * 3_600_000;

type Channel = RoomView["channels"][number]["channel"];

/** What an entry changes in the room's view; the result equals a fresh read. */
export function advance(view: RoomView, channel: Channel, entry: Entry): RoomView {
  const head = view.channels.find((known) => known.channel === channel);
  if (head && entry.seq <= head.seq) return view;
  const channels = view.channels.map((known) =>
    known.channel === channel ? { channel, seq: entry.seq } : known,
  );
  return { ...change(view, entry), channels };
}

function change(view: RoomView, entry: Entry): RoomView {
  switch (entry.kind) {
    case "launched":
    case "relaunched":
      return relaunched(view, entry.at);
    case "stopped":
    case "all_clear":
      return { ...view, state: "stopped", stopped_at: view.stopped_at ?? entry.at };
    case "window_closed":
      return { ...view, state: "closed" };
    case "joined":
      return placed(view, entry, "seen");
    case "acting":
    case "declined":
      return placed(view, entry, entry.kind);
    case "sharing":
    case "not_sharing":
      return mine(view, entry, { sharing: entry.kind === "sharing" });
    case "showing_her":
    case "hiding_from_her":
      return mine(view, entry, { sharing_with_her: entry.kind === "showing_her" });
    default:
      return view;
  }
}

function relaunched(view: RoomView, at: number): RoomView {
  return {
    ...view,
    state: "running",
    launched_at: at,
    window_ends_at: at + WINDOW_MS,
    stopped_at: null,
  };
}

/** On her screen people have no state: she is never shown who cannot help. */
function placed(view: RoomView, entry: Entry, state: "seen" | "acting" | "declined"): RoomView {
  if (!entry.who || view.side === "caller") return view;
  const people = view.people.map((person) =>
    person.who === entry.who ? { ...person, state } : person,
  );
  const my_state = entry.who === view.me ? state : view.my_state;
  return { ...view, people, my_state };
}

function mine(view: RoomView, entry: Entry, change: Partial<RoomView>): RoomView {
  return entry.who === view.me ? { ...view, ...change } : view;
}

/** The server describes somebody anew; a point never goes back in time. */
export function withPerson(view: RoomView, person: Person): RoomView {
  if (person.who === view.caller.who) return { ...view, caller: newest(view.caller, person) };
  const known = view.people.find((other) => other.who === person.who);
  if (!known) return { ...view, people: [...view.people, person] };
  const next = newest(known, person);
  const people = view.people.map((other) => (other === known ? next : other));
  return { ...view, people };
}

/** Somebody moved. */
export function withFix(view: RoomView, who: string, fix: Fix): RoomView {
  const person = who === view.caller.who ? view.caller : find(view, who);
  return person ? withPerson(view, { ...person, fix }) : view;
}

function find(view: RoomView, who: string): Person | undefined {
  return view.people.find((person) => person.who === who);
}

function newest(known: Person, next: Person): Person {
  const stale = known.fix && next.fix && next.fix.at < known.fix.at;
  return stale ? { ...next, fix: known.fix } : next;
}
