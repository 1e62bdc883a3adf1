import { describe, expect, it } from "vitest";
import { invitable, mayAccept, mayAgree, mayIn, mayRead, queuesFor, takers } from "./may";
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

  it("reads an address if she asked or agreed, once both did", () => {
    const agreed = { ...REQUEST, state: "agreed" as const, agreed_by: "Sofia" };
    expect(mayRead(SOFIA, agreed)).toBe(true);
    expect(mayRead(SOFIA, { ...agreed, agreed_by: "Maud" })).toBe(false);
    expect(mayRead(SOFIA, { ...REQUEST, mine: true })).toBe(false);
    expect(mayRead(SOFIA, { ...agreed, state: "lapsed" })).toBe(false);
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

  it("or it goes to a queue of its topic, first where somebody is there", () => {
    expect(queuesFor([RHONE, NATIONAL], SOFIA_TALK)).toEqual([NATIONAL, RHONE]);
    expect(queuesFor([RHONE, NATIONAL], { ...SOFIA_TALK, topic: "hatred" })).toEqual([NATIONAL]);
  });
});
