import { render } from "preact";
import { act } from "preact/test-utils";
import { beforeEach, expect, test } from "vitest";
import { language } from "../words/area";
import RoomMap, { type MapPerson } from "./RoomMap";

const MINUTE = 60_000;

function someone(who: string, change: Partial<MapPerson> = {}, age = 0): MapPerson {
  const fix = { lat: 47.141, lon: 9.521, accuracy_m: 40, at: Date.now() - age };
  return { who, name: who, side: "responder", fix, ...change };
}

const awa = someone("Awa", { side: "caller" });

let root: HTMLElement;

beforeEach(() => {
  language.value = "fr";
  root = document.createElement("div");
});

/** happy-dom draws nothing: this is the map of a device without WebGL. */
async function shown(caller: MapPerson | null, people: MapPerson[], running = true) {
  await act(() =>
    render(
      <RoomMap caller={caller} people={people} theme="dark" language="fr" running={running} />,
      root,
    ),
  );
  const rows = [...root.querySelectorAll(".map-row")].map((row) => row.textContent ?? "");
  return { rows, text: root.textContent ?? "" };
}

test("without WebGL the list stands alone and says so", async () => {
  const { rows, text } = await shown(awa, []);
  expect(text).toContain("La liste dit la même chose");
  expect(rows[0]).toContain("en direct");
  expect(rows[0]).toContain("47.14100, 9.52100");
});

test("the nearest comes first, with how far and how old", async () => {
  const far = { lat: 47.159, lon: 9.521, accuracy_m: 15, at: Date.now() };
  const near = { lat: 47.145, lon: 9.521, accuracy_m: 15, at: Date.now() - 2 * MINUTE };
  const people = [someone("Nour", { fix: far }), someone("Inès", { fix: near })];
  const { rows } = await shown(awa, people);
  expect(rows[1]).toContain("Inès");
  expect(rows[1]).toContain("à 440 m");
  expect(rows[1]).toContain("il y a 2 min");
  expect(rows[2]).toContain("à 2 km");
});

test("who shares no position is not on the map", async () => {
  const { rows, text } = await shown(awa, [someone("Nour", { fix: null })]);
  expect(rows).toHaveLength(1);
  expect(text).toContain("Personne d'autre ne partage sa position.");
});

test("a silent phone is never called live", async () => {
  const { rows } = await shown(someone("Awa", { side: "caller" }, 12 * MINUTE), []);
  expect(rows[0]).toContain("téléphone silencieux depuis 12 min");
  expect(rows[0]).not.toContain("en direct");
});

test("stopped is said in words, not by the colour alone", async () => {
  const { rows } = await shown(awa, [], false);
  expect(rows[0]).toContain("Alerte arrêtée");
  expect(rows[0]).not.toContain("En danger");
});

test("her unknown position is said", async () => {
  const { text } = await shown({ ...awa, fix: null }, []);
  expect(text).toContain("Sa position n'est pas encore connue.");
});
