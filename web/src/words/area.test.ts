import { beforeEach, expect, it } from "vitest";
import { area, setLanguage } from "./area";

const t = area<"seen" | "name">({
  fr: { seen: "{count} {count:a vu|ont vu}", name: "Alerte de {name}" },
  en: { seen: "{count} saw it", name: "{name}'s alert" },
});

beforeEach(() => setLanguage("fr"));

it("chooses the form by the number, as French counts", () => {
  expect(t("seen", { count: 0 })).toBe("0 a vu");
  expect(t("seen", { count: 1 })).toBe("1 a vu");
  expect(t("seen", { count: 12 })).toBe("12 ont vu");
});

it("never reads braces in what a person wrote", () => {
  expect(t("name", { name: "{count}" })).toBe("Alerte de {count}");
});

it("follows the language of the page", () => {
  setLanguage("en");
  expect(t("name", { name: "Ada" })).toBe("Ada's alert");
  expect(document.documentElement.lang).toBe("en");
});
