import type { Colleague, Disclosure, Talk, Team } from "../../protocol";

/** What somebody of the desk may do in a conversation. The server decides; this draws no button
 * that would only be refused. */
export interface May {
  orient: boolean;
  invite: boolean;
  handOver: boolean;
  end: boolean;
  disclose: boolean;
  stepOut: boolean;
}

/** An expert comes when asked, orients and steps out; an officer carries the conversation. */
export function mayIn(me: Colleague, talk: Talk): May {
  const officer = me.kind === "officer";
  const present = talk.here && !talk.left;
  return {
    orient: !talk.left,
    invite: officer && !talk.left,
    handOver: officer && !talk.left,
    end: officer,
    disclose: officer && present,
    stepOut: otherOfficers(talk) > 0,
  };
}

function otherOfficers(talk: Talk): number {
  return talk.people.filter(({ who, kind }) => kind === "officer" && who !== talk.me).length;
}

export const mayAccept = (me: Colleague): boolean => me.kind === "officer";

/** Who is there and not inside yet; inside a conversation people carry no account, so by name. */
export function invitable(colleagues: Colleague[], me: Colleague, talk: Talk): Colleague[] {
  const inside = new Set(talk.people.map(({ name, kind }) => `${kind} ${name}`));
  return colleagues.filter(
    ({ officer, there, kind, name }) =>
      there && officer !== me.officer && kind !== "supervisor" && !inside.has(`${kind} ${name}`),
  );
}

/** Only an officer can carry on a conversation. */
export function takers(colleagues: Colleague[], me: Colleague): Colleague[] {
  return colleagues.filter(
    ({ officer, there, kind }) => there && kind === "officer" && officer !== me.officer,
  );
}

/** The queues that answer for this topic, and where somebody is there to do it. */
export function queuesFor(teams: Team[], talk: Talk): Team[] {
  return teams.filter(({ topics, there }) => there > 0 && topics.includes(talk.topic));
}

/** Asked by somebody else: a second officer may agree. */
export function mayAgree(me: Colleague, { state, mine }: Disclosure): boolean {
  return me.kind === "officer" && state === "asked" && !mine;
}

/** Asked and agreed within a quarter of an hour, then readable for another: older ones are history. */
const CURRENT_MS = 30 * 60_000;

/** The two officers, once the address was given; the server says when its time is over. */
export function mayRead(me: Colleague, one: Disclosure): boolean {
  return one.state === "given" && isOurs(me, one);
}

/** What this person should see of it now. */
export function concerns(me: Colleague, one: Disclosure, now: number): boolean {
  if (one.state === "lapsed" || now - one.asked_at > CURRENT_MS) return false;
  return mayAgree(me, one) || isOurs(me, one);
}

const isOurs = (me: Colleague, { mine, agreed_by }: Disclosure): boolean =>
  mine || agreed_by === me.name;
