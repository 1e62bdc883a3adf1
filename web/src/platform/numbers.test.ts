import { expect, test } from "vitest";
import { countryHere, hrefOf, numbersOf } from "./numbers";

test("in France the police, the European number and the text line come first", () => {
  const links = numbersOf(countryHere("Europe/Paris")).map(hrefOf);
  expect(links.slice(0, 3)).toEqual(["tel:17", "tel:112", "sms:114"]);
});

test("overseas too, and where the device does not say", () => {
  expect([countryHere("Indian/Reunion"), countryHere("Etc/UTC"), countryHere("UTC")]).toEqual([
    "FR",
    "FR",
    "FR",
  ]);
});

test("elsewhere it is 112", () => {
  expect(numbersOf(countryHere("Europe/Madrid"))[0]?.number).toBe("112");
});
