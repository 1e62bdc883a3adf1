import { expect, it } from "vitest";
import { dialled, orientedOf } from "./oriented";

it("takes the first line for the title and a last line of digits for the number", () => {
  const card = orientedOf("Solidarité Femmes\nÉcoute gratuite.\nJour et nuit.\n39 19");
  expect(card).toEqual({
    title: "Solidarité Femmes",
    text: "Écoute gratuite.\nJour et nuit.",
    number: "39 19",
  });
});

it("leaves a last sentence in the text, whatever digits it holds", () => {
  const card = orientedOf("Porter plainte\nDans tout commissariat, 24 h sur 24.");
  expect(card).toEqual({
    title: "Porter plainte",
    text: "Dans tout commissariat, 24 h sur 24.",
    number: null,
  });
});

it("keeps a title alone, even one of digits", () => {
  expect(orientedOf("17")).toEqual({ title: "17", text: "", number: null });
});

it("dials digits only, with the plus of another country", () => {
  expect(dialled("+33 1 45-67.89 00")).toBe("+33145678900");
});
