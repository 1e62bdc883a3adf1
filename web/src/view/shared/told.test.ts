import { beforeEach, describe, expect, it } from "vitest";
import type { Line } from "../../model/channels";
import type { Entry } from "../../protocol";
import { setLanguage } from "../../words/app";
import { newsWords, orderOf, type Reader, tell } from "./told";

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

const RESPONDER: Reader = { me: "Élise", isCaller: false, names: true, order: [] };
const HER: Reader = { me: "Ada", isCaller: true, names: false, order: orderOf(LINES, "Ada") };

beforeEach(() => setLanguage("fr"));

describe("what a thread tells", () => {
  it("tells a crowd in one line", () => {
    const told = tell(LINES);
    expect(told.map((item) => item.kind)).toEqual(["news", "said", "news"]);
    expect(newsWords(LINES.slice(0, 3), RESPONDER)).toBe(
      "Béa, Chloé et 1 autre ont ouvert l'alerte",
    );
  });

  it("names nobody on her screen until she asks", () => {
    expect(newsWords(LINES.slice(0, 3), HER)).toBe("3 personnes ont ouvert l'alerte");
    expect(newsWords(LINES.slice(4), HER)).toBe("Appel de Personne 2 : on s'est parlé");
  });

  it("speaks English", () => {
    setLanguage("en");
    expect(newsWords(LINES.slice(4), RESPONDER)).toBe("Chloé's call: they talked");
  });
});
