import { describe, expect, it } from "vitest";
import css from "./tokens.css?raw";

const [dark = "", rest = ""] = css.split(':root[data-theme="night"]');
const [darker = "", light = ""] = rest.split(':root[data-theme="light"]');
const night = darker + dark; // what the night does not say is as in the dark

const TEXT = 4.5;
/** The path of an alert is read with shaking hands, in the dark. */
const PATH = 7;

const PAIRS: [ink: string, ground: string, least: number][] = [
  ["text", "ground", PATH],
  ["text", "surface", PATH],
  ["text", "raised", PATH],
  ["text-soft", "ground", PATH],
  ["text-soft", "surface", TEXT],
  ["text-soft", "raised", TEXT],
  ["lamp", "ground", TEXT],
  ["lamp", "lamp-soft", TEXT],
  ["alert", "ground", PATH],
  ["alert", "alert-ground", PATH],
  ["on-alert", "alert-fill", PATH],
  ["member", "ground", TEXT],
  ["member", "surface", TEXT],
  ["safe", "surface", TEXT],
  ["association", "surface", TEXT],
  ["us", "us-soft", TEXT],
  ["us", "ground", TEXT],
  ["her", "her-soft", TEXT],
  ["text", "us-soft", TEXT],
  ["text", "her-soft", TEXT],
  ["on-us", "us", TEXT],
  ["on-call", "member", PATH],
];

function colour(theme: string, name: string): string {
  return new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)?.[1] ?? "#000000";
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

describe.each([
  ["dark", dark],
  ["night", night],
  ["light", light],
])("the %s theme", (_, theme) => {
  it.each(PAIRS)("%s on %s is at least %d:1", (ink, ground, least) => {
    expect(contrast(colour(theme, ink), colour(theme, ground))).toBeGreaterThanOrEqual(least);
  });
});

it("keeps the alert button readable: the lamp is the same in both themes", () => {
  const shown = contrast(colour(dark, "on-lamp"), colour(dark, "lamp-fill"));
  expect(shown).toBeGreaterThanOrEqual(PATH);
  expect(light).not.toContain("--lamp-fill");
});
