import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { goHome } from "../../model/screen";
import { toasts } from "../../model/toasts";
import { FakeServer, refusal } from "../../net/fakeServer";
import { socket } from "../../net/socket";
import type { Desk } from "../../protocol";
import { language } from "../../words/area";
import { installShortcuts } from "../shortcuts";
import { DeskScreen } from "./DeskScreen";
import { AWA, DESK, INES, NORA, REQUEST, SOFIA_TALK } from "./people";

let server: FakeServer;

installShortcuts();

beforeEach(() => {
  language.value = "fr";
  server = new FakeServer();
  server.answers["room.sync"] = () => ({ body: { entries: [], head: 0 } });
});

afterEach(async () => {
  await act(() => render(null, document.body));
  goHome();
  toasts.value = [];
});

const shown = () => document.body.textContent ?? "";
const rows = () => [...document.querySelectorAll(".wait-row .row-place")].length;
const button = (name: string) =>
  [...document.querySelectorAll("button")].find(
    (one) => (one.getAttribute("aria-label") ?? one.textContent)?.trim() === name,
  );
const settled = () => act(() => new Promise<void>((done) => setTimeout(done, 30)));
const press = (key: string) =>
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));

async function open(desk: Desk): Promise<void> {
  server.answers["desk.open"] = () => ({ body: desk });
  await act(() => render(<DeskScreen />, document.body));
  await settled();
}

/** What the server says unasked. */
async function hear(event: string, body: unknown): Promise<void> {
  await act(() => {
    for (const listener of socket.listeners(event as never))
      (listener as (b: unknown) => void)(body);
  });
}

describe("the desk of an officer", () => {
  it("shows who waits, late ones by word, and says when the sound is off", async () => {
    await open({ ...DESK, waiting: [AWA, { ...NORA, alarm: 2, minor: true }] });
    const [first] = [...document.querySelectorAll(".wait-row")];
    expect(first?.textContent).toContain("Toujours sans réponse");
    expect(first?.textContent).toContain("Moins de 18 ans");
    expect(first?.textContent).toContain("File : Nationale");
    expect(shown()).toContain("Le son est coupé");
  });

  it("hears who comes and who is answered elsewhere", async () => {
    await open(DESK);
    await hear("desk.waiting", { waiting: NORA });
    expect(rows()).toBe(3);
    await hear("desk.gone", { visit: "visit-awa", by: "Léa" });
    expect(rows()).toBe(2);
  });

  it("lets go of whom somebody else answered first, and says so", async () => {
    await open(DESK);
    server.answers["desk.accept"] = () => refusal("taken");
    press("a");
    await settled();
    expect(server.of("desk.accept")[0]?.body).toEqual({ visit: "visit-awa" });
    expect(rows()).toBe(1);
    expect(toasts.value.map(({ text }) => text)).toEqual(["sentence of taken"]);
  });

  it("opens the conversation of whom she answers", async () => {
    await open(DESK);
    server.answers["desk.accept"] = () => ({ body: { ...SOFIA_TALK, visit: "visit-awa" } });
    await act(() => button("Répondre")?.click());
    await settled();
    expect(rows()).toBe(1);
    expect(document.querySelector("section[aria-label='Avec la personne']")).not.toBeNull();
  });

  it("says what will die before a conversation ends", async () => {
    await open(DESK);
    server.answers["desk.end"] = () => ({ body: { visit: "visit-zoe" } });
    await act(() => document.querySelector<HTMLElement>(".talk-row")?.click());
    await act(() => button("Terminer")?.click());
    expect(shown()).toContain("Leur clé est détruite");
    expect(server.of("desk.end")).toEqual([]);
    await act(() => button("Terminer et détruire")?.click());
    await settled();
    expect(server.of("desk.end")[0]?.body).toEqual({ visit: "visit-zoe", flag: false });
  });

  it("agrees to a disclosure only after reading what will happen", async () => {
    const request = { ...REQUEST, asked_at: Date.now() };
    await open({ ...DESK, disclosures: [request] });
    server.answers["desk.agree"] = () => ({
      body: { ...request, state: "given", agreed_by: "Sofia" },
    });
    await act(() => button("Lire et décider")?.click());
    expect(shown()).toContain("lisible un quart d'heure, par Léa et par toi");
    expect(shown()).toContain("Mme Roche, référence 2026/114");
    await act(() => button("Donner mon accord")?.click());
    await settled();
    expect(button("Lire l'adresse")).toBeDefined();
  });

  it("keeps what was read when the server cannot be reached", async () => {
    await open(DESK);
    server.answers["desk.open"] = () => "no answer";
    await hear("desk.changed", { visit: null });
    await act(() => new Promise<void>((done) => setTimeout(done, 600)));
    expect(server.of("desk.open").length).toBeGreaterThan(1);
    expect(rows()).toBe(2);
  });
});

describe("the desk of an expert", () => {
  it("shows the conversations she is in, and nobody who waits", async () => {
    await open({ ...DESK, me: INES, talks: [{ ...SOFIA_TALK, me: "ines-there" }] });
    press("a");
    await settled();
    expect(server.of("desk.accept")).toEqual([]);
    expect(rows()).toBe(0);
    await act(() => document.querySelector<HTMLElement>(".talk-row")?.click());
    expect(button("Terminer")).toBeUndefined();
    expect(button("Confier")).toBeUndefined();
    expect(button("Me retirer")).toBeDefined();
  });
});

vi.stubGlobal("matchMedia", (query: string) => ({
  matches: query.includes("min-width"),
  addEventListener() {},
  removeEventListener() {},
}));
