import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it } from "vitest";
import { FakeServer } from "../../net/fakeServer";
import { language } from "../../words/area";
import { NATIONAL, REQUEST, RHONE, SOFIA } from "../desk/people";
import { dayOf, OverviewScreen } from "./OverviewScreen";

let server: FakeServer;

beforeEach(() => {
  language.value = "fr";
  server = new FakeServer();
});

afterEach(() => act(() => render(null, document.body)));

async function shown(): Promise<string[]> {
  await act(() => render(<OverviewScreen />, document.body));
  await act(() => new Promise<void>((done) => setTimeout(done, 30)));
  return [...document.querySelectorAll("tbody tr")].map((row) => row.textContent ?? "");
}

it("shows who waits how long, who is there, and the register; and that it reads no word", async () => {
  const teams = [RHONE, { ...NATIONAL, waiting: 0, longest_ms: null }];
  const overview = { teams, colleagues: [SOFIA], figures: [], disclosures: [REQUEST] };
  server.answers["desk.overview"] = () => ({ body: overview });
  const rows = await shown();
  expect(rows[0]).toBe("Rhône0240 s1Couverte69");
  expect(rows[1]).toMatch(/^Nationale.*tous$/);
  expect(rows[3]).toContain("Mme Roche, 2026/114");
  expect(document.body.textContent).toContain("on ne lit aucune conversation");
});

it("says why when it cannot be read", async () => {
  expect(await shown()).toEqual([]);
  expect(document.querySelector("[role=alert]")?.textContent).toContain("Réessayer");
});

it("writes a day in words, and what is no day as it stands", () => {
  expect(dayOf("2026-11-21")).toBe("sam. 21 nov.");
  expect(dayOf("S47")).toBe("S47");
});
