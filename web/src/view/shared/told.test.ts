import { beforeEach, describe, expect, it } from "vitest";
import type { Line } from "../../model/channels";
import type { Entry } from "../../protocol";
import { learn, setLanguage } from "../../words/app";
import { nameOf, newsWords, orderOf, type Reader, tell } from "./told";

const line = (
  seq: number,
  kind: Entry["kind"],
  who: string,
  detail: string | null = null,
): Line => ({
  channel: "her",
  entry: { seq, kind, at: seq, who, name: who, text: "…", detail, client_id: null },
});

const LINES = [
  line(1, "joined", "Béa"),
  line(2, "joined", "Chloé"),
  line(3, "joined", "Dounia"),
  line(4, "said", "Béa"),
  line(5, "call_ended", "Chloé", "reached"),
];

const RESPONDER: Reader = {
  me: "Élise",
  isCaller: false,
  her: "Ada",
  caller: "Ada",
  names: true,
  order: [],
};
const HER: Reader = {
  me: "Ada",
  isCaller: true,
  her: "Ada",
  caller: "Ada",
  names: false,
  order: orderOf(LINES, "Ada"),
};

beforeEach(() => setLanguage("fr"));

describe("what a thread tells", () => {
  it("tells a crowd in one line", () => {
    const told = tell(LINES, "Élise");
    expect(told.map((item) => item.kind)).toEqual(["news", "said", "news"]);
    expect(newsWords(LINES.slice(0, 3), RESPONDER)).toBe(
      "Béa, Chloé et 1 autre ont ouvert l'alerte",
    );
  });

  it("adds up the waves between two messages, whatever happened among them", () => {
    const lines = [line(1, "wave", "", "50"), line(2, "calling", "Béa"), line(3, "wave", "", "2")];
    const told = tell(lines, "Élise");
    expect(told).toHaveLength(2);
    expect(told[0]?.kind === "news" && newsWords(told[0].lines, RESPONDER)).toBe(
      "52 membres prévenus",
    );
  });

  it("names nobody on her screen until she asks", () => {
    expect(newsWords(LINES.slice(0, 3), HER)).toBe("3 personnes ont ouvert l'alerte");
    expect(newsWords(LINES.slice(4), HER)).toBe("Appel de Personne 2 : on s'est parlé");
  });

  it("speaks to whoever did it", () => {
    const mine = [line(1, "joined", "Élise")];
    expect(tell([...mine, ...LINES], "Élise")).toHaveLength(4);
    expect(newsWords(mine, RESPONDER)).toBe("Tu as ouvert l'alerte");
  });

  it("names whoever launched as it names others", () => {
    const lines = [line(1, "launched", "Ada")];
    expect(newsWords(lines, RESPONDER)).toBe("Ada a lancé l'alerte");
    expect(newsWords(lines, HER)).toBe("Tu as lancé l'alerte");
  });

  it("speaks English", async () => {
    setLanguage("en");
    await learn();
    expect(newsWords(LINES.slice(4), RESPONDER)).toBe("Chloé's call: they talked");
  });

  it("calls the one in danger by one name, in the title and in what she writes", () => {
    const hers = line(6, "said", "p7").entry;
    expect(nameOf({ ...hers, name: "Mésange" }, { ...RESPONDER, her: "p7" })).toBe("Ada");
  });
});

describe("erased words", () => {
  it("are told once for each person, where the last of them were", () => {
    const lines = [
      line(1, "erased", "Béa"),
      line(2, "said", "Chloé"),
      line(3, "erased", "Béa"),
      line(4, "erased", "Ada"),
      line(5, "erased", "Ada"),
    ];
    expect(tell(lines, "Ada").map((item) => item.key)).toEqual(["her 2", "her 3", "her 5"]);
  });
});

describe("the helpline", () => {
  const OFFICER: Reader = { ...RESPONDER, me: "Camille", her: "visitor", caller: "La personne" };
  const told = (kind: Entry["kind"], who: string, detail: string | null = null) =>
    newsWords([{ ...line(1, kind, who, detail), channel: "all" }], OFFICER);

  it("opens no alert: people come and leave", () => {
    expect(told("joined", "Sofia", "officer")).toBe("Sofia est là");
    expect(told("joined", "Inès", "psychologist")).toBe("Inès, psychologue, est là");
    expect(told("joined", "Camille")).toBe("Tu es là");
    expect(told("left", "visitor")).toBe("La personne a quitté la conversation");
  });

  it("tells an officer what she herself did in another form", () => {
    expect(told("disclosure_asked", "Camille")).toBe("Tu demandes l'adresse réseau : urgence");
    expect(told("handed_over", "Sofia", "Léa")).toBe("Sofia a confié la conversation : Léa");
  });
});
