import { describe, expect, it } from "vitest";
import { concerns, invitable, mayAccept, mayAgree, mayIn, mayRead, queuesFor, takers } from "./may";
import { INES, LEA, NATIONAL, REQUEST, RHONE, SOFIA, SOFIA_TALK } from "./people";

const WITH_INES = {
  ...SOFIA_TALK,
  me: "ines-there",
  people: [
    ...SOFIA_TALK.people,
    { who: "ines-there", name: "Inès", kind: "psychologist" as const },
  ],
};

describe("an expert", () => {
  it("answers nobody, hands nothing over, ends nothing, asks for no address", () => {
    expect(mayAccept(INES)).toBe(false);
    expect(mayIn(INES, WITH_INES)).toEqual({
      orient: true,
      invite: false,
      handOver: false,
      end: false,
      disclose: false,
      stepOut: true,
    });
  });

  it("neither agrees to a disclosure nor reads one", () => {
    expect(mayAgree(INES, REQUEST)).toBe(false);
    expect(mayRead(INES, { ...REQUEST, state: "agreed", agreed_by: "Sofia" })).toBe(false);
  });
});

describe("an officer", () => {
  it("steps out only where another officer stays", () => {
    expect(mayIn(SOFIA, SOFIA_TALK).stepOut).toBe(false);
    const people = [
      ...SOFIA_TALK.people,
      { who: "lea-there", name: "Léa", kind: "officer" as const },
    ];
    expect(mayIn(SOFIA, { ...SOFIA_TALK, people }).stepOut).toBe(true);
  });

  it("asks for an address only while the visitor is connected", () => {
    expect(mayIn(SOFIA, SOFIA_TALK).disclose).toBe(true);
    expect(mayIn(SOFIA, { ...SOFIA_TALK, here: false }).disclose).toBe(false);
    expect(mayIn(SOFIA, { ...SOFIA_TALK, left: true }).disclose).toBe(false);
  });

  it("can still end the conversation of somebody who left", () => {
    expect(mayIn(SOFIA, { ...SOFIA_TALK, left: true })).toMatchObject({ end: true, invite: false });
  });

  it("agrees to what another asked, never to her own request", () => {
    expect(mayAgree(SOFIA, REQUEST)).toBe(true);
    expect(mayAgree(SOFIA, { ...REQUEST, mine: true })).toBe(false);
    expect(mayAgree(SOFIA, { ...REQUEST, state: "agreed" })).toBe(false);
  });

  it("reads an address if she asked or agreed, once it was given", () => {
    const given = { ...REQUEST, state: "given" as const, agreed_by: "Sofia" };
    expect(mayRead(SOFIA, given)).toBe(true);
    expect(mayRead(SOFIA, { ...given, agreed_by: "Maud" })).toBe(false);
    expect(mayRead(SOFIA, { ...given, agreed_by: "Maud", mine: true })).toBe(true);
    expect(mayRead(SOFIA, { ...REQUEST, mine: true })).toBe(false);
    expect(mayRead(SOFIA, { ...given, state: "agreed" })).toBe(false);
  });
});

describe("a request for an address", () => {
  const now = REQUEST.asked_at + 60_000;

  it("is shown to whoever may agree, and to the two", () => {
    const agreed = { ...REQUEST, state: "agreed" as const, agreed_by: "Maud" };
    expect(concerns(SOFIA, REQUEST, now)).toBe(true);
    expect(concerns(INES, REQUEST, now)).toBe(false);
    expect(concerns(SOFIA, agreed, now)).toBe(false);
    expect(concerns(SOFIA, { ...agreed, mine: true }, now)).toBe(true);
  });

  it("is history once lapsed, or after half an hour", () => {
    expect(concerns(SOFIA, { ...REQUEST, state: "lapsed" }, now)).toBe(false);
    expect(concerns(SOFIA, { ...REQUEST, mine: true }, now + 31 * 60_000)).toBe(false);
  });
});

describe("who can come", () => {
  const away = { ...LEA, officer: "officer-maud", name: "Maud", there: false };

  it("is there, and not inside yet", () => {
    expect(invitable([SOFIA, LEA, INES, away], SOFIA, SOFIA_TALK)).toEqual([LEA, INES]);
    expect(invitable([SOFIA, LEA, INES], SOFIA, WITH_INES)).toEqual([LEA]);
  });

  it("takes over only if she is an officer", () => {
    expect(takers([SOFIA, LEA, INES, away], SOFIA)).toEqual([LEA]);
  });

  it("or it goes to a queue of its topic where somebody is there", () => {
    const there = { ...RHONE, there: 1 };
    expect(queuesFor([RHONE, NATIONAL], SOFIA_TALK)).toEqual([NATIONAL]);
    expect(queuesFor([there, NATIONAL], SOFIA_TALK)).toEqual([there, NATIONAL]);
    expect(queuesFor([there, NATIONAL], { ...SOFIA_TALK, topic: "hatred" })).toEqual([NATIONAL]);
  });
});
