import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import html from "../../aide.html?raw";
import { refusal } from "../net/fakeServer";
import tokens from "../styles/tokens.css?raw";
import { setLanguage } from "../words/area";
import css from "./aide.css?raw";
import { forgetEverything } from "./life";
import { open } from "./main";
import { door } from "./model/door";
import { exit, wipe, wiped } from "./model/leaving";
import { draft, sendDraft, unsent } from "./model/sending";
import { log } from "./model/talk";
import { visit } from "./model/visit";
import { proofNow } from "./net/proof";
import { answerEverything, entry, helpline, noSocket, soon, waiting } from "./town";

vi.mock("socket.io-client", () => noSocket);

const root = document.body.appendChild(document.createElement("div"));
let server: ReturnType<typeof helpline>;
let opened = false;

const byId = (id: string) => document.getElementById(id);
const press = (id: string) => byId(id)?.click();
const headers = (init?: RequestInit) => init?.headers as Record<string, string>;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(location, "replace").mockImplementation(() => undefined);
  setLanguage("fr");
  server = helpline();
  if (!opened) open(root);
  else dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  opened = true;
  await soon();
});

afterEach(async () => {
  forgetEverything();
  await soon(60_000);
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Ada has come in, was answered, and is in the middle of a sentence. */
async function midSentence(): Promise<void> {
  server.log.push(entry(1, { text: "Bonjour, je t'écoute" }));
  server.answers["help.begin"] = () => ({ body: waiting({ head: 1 }) });
  answerEverything();
  press("start");
  await soon();
  draft.value = "il est dans la pièce d'à côté";
  await soon();
}

describe("the page", () => {
  it("leads from the door to the conversation", async () => {
    expect(root.querySelector("h1")?.textContent).toBe("Parler à quelqu'un");
    await midSentence();
    expect(byId("thread")?.textContent).toContain("je t'écoute");
    expect(byId("standing")?.textContent).toContain("3e personne");
  });

  it("names what is missing and keeps the rest", async () => {
    press("start");
    await soon();
    expect(root.textContent).toContain("Choisis un sujet");
    expect(server.of("help.begin").length).toBe(0);
  });

  it("has the wipe, the exit and the numbers on every screen of the visit", async () => {
    const there = () => [byId("wipe"), byId("exit"), root.querySelector('a[href="tel:17"]')];
    expect(there()).not.toContain(null);
    await midSentence();
    expect(there()).not.toContain(null);
  });

  it("says before she writes that she may be located in an extreme emergency", () => {
    expect(byId("start")?.closest("form")?.textContent).toContain("accord du procureur");
  });
});

describe("the wipe", () => {
  it("needs two presses of the same button", async () => {
    await midSentence();
    press("wipe");
    await soon();
    expect(visit.value).not.toBeNull();
    press("wipe");
    await soon();
    expect([visit.value, wiped.value]).toEqual([null, "told"]);
  });

  it("in mid-sentence leaves nothing, in memory or in the document, at once", async () => {
    await midSentence();
    wipe();
    expect([visit.value, draft.value, unsent.value, log.value.entries]).toEqual([null, "", [], []]);
    expect([proofNow(), door.value]).toEqual([null, "asking"]);
    expect(document.body.textContent).not.toMatch(/côté|écoute|personne|Camille/);
    expect(document.querySelector("textarea")).toBeNull();
  });

  it("stops the message that is on its way", async () => {
    await midSentence();
    let aborted = false;
    vi.stubGlobal("fetch", (url: string, { signal }: RequestInit) => {
      if (url !== "/api/room.say") return Promise.resolve(Response.json({ erased: true }));
      return new Promise((_, reject) =>
        signal?.addEventListener("abort", () => {
          aborted = true;
          reject(new Error("aborted"));
        }),
      );
    });
    sendDraft();
    await soon();
    expect(unsent.value[0]?.state).toBe("sending");
    wipe();
    expect(aborted).toBe(true);
    await soon(10_000);
    expect([unsent.value, log.value.entries]).toEqual([[], []]);
  });

  it("without a network erases here, and tells the server as soon as it can", async () => {
    await midSentence();
    const heard = server.answers["help.wipe"];
    server.answers["help.wipe"] = () => "no answer";
    wipe();
    await soon(5_000);
    expect([visit.value, wiped.value]).toEqual([null, "telling"]);
    expect(byId("wiped")?.textContent).toContain("pas encore prévenu");
    if (heard) server.answers["help.wipe"] = heard;
    dispatchEvent(new Event("online"));
    await soon();
    expect(wiped.value).toBe("told");
    expect(byId("wiped")?.textContent).toContain("sur le serveur");
  });

  it("is told with the proof, by a request that outlives the page", async () => {
    await midSentence();
    const told = vi.fn(async (_url: string, _init: RequestInit) => Response.json({ erased: true }));
    vi.stubGlobal("fetch", told);
    wipe();
    await soon();
    const [url, init] = told.mock.calls[0] ?? [];
    expect([url, init?.keepalive, init?.credentials]).toEqual(["/api/help.wipe", true, "omit"]);
    expect(headers(init)["X-Veilleuse-Visit"]).toMatch(/^visit-of-ada\.[A-Za-z0-9_-]{43}$/);
  });

  it("is told too when the server had forgotten the visit before", async () => {
    await midSentence();
    server.answers["help.wipe"] = () => refusal("session_expired");
    wipe();
    await soon();
    expect(wiped.value).toBe("told");
  });

  it("at the door has nothing to tell", async () => {
    wipe();
    await soon(60_000);
    expect([wiped.value, server.of("help.wipe").length]).toEqual(["nothing", 0]);
  });
});

describe("who she is", () => {
  it("is hers to give, and to take back", async () => {
    await midSentence();
    server.answers["help.identify"] = ({ text }) => ({
      body: waiting({ identity: text === null ? null : String(text) }),
    });
    const field = byId("identity-text") as HTMLInputElement;
    field.value = "Ada L.";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    press("identity-give");
    await soon();
    expect(root.querySelector(".identity")?.textContent).toContain("Ada L.");
    press("identity-take-back");
    await soon();
    expect(server.of("help.identify").map((one) => one.body.text)).toEqual(["Ada L.", null]);
    expect(visit.value?.identity).toBeNull();
  });
});

describe("leaving", () => {
  it("by the exit blanks the page, leaves the visit and replaces the page", async () => {
    await midSentence();
    exit();
    expect(root.childElementCount).toBe(0);
    expect(location.replace).toHaveBeenCalledWith("https://fr.wikipedia.org/");
    expect(server.of("help.leave").length).toBe(1);
  });

  it("by Escape pressed twice, not once", () => {
    const pressEscape = () =>
      document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
    pressEscape();
    expect(location.replace).not.toHaveBeenCalled();
    pressEscape();
    expect(location.replace).toHaveBeenCalled();
  });

  it("by closing the tab clears it, and Back shows a new door", async () => {
    await midSentence();
    dispatchEvent(new Event("pagehide"));
    expect([root.childElementCount, server.of("help.leave").length]).toEqual([0, 1]);
    dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
    await soon();
    expect([byId("start") !== null, visit.value]).toEqual([true, null]);
  });

  it("after a wipe the server does not know of asks it once more, and speaks of nothing else", async () => {
    await midSentence();
    server.answers["help.wipe"] = () => "no answer";
    wipe();
    await soon();
    const before = server.of("help.wipe").length;
    dispatchEvent(new Event("pagehide"));
    expect([server.of("help.wipe").length, server.of("help.leave").length]).toEqual([
      before + 1,
      0,
    ]);
  });
});

describe("the device", () => {
  it("is given nothing to keep: no storage, no cookie, no history", async () => {
    const kept = [
      vi.spyOn(Storage.prototype, "setItem"),
      vi.spyOn(history, "pushState"),
      vi.spyOn(history, "replaceState"),
      vi.spyOn(document, "cookie", "set"),
    ];
    const opensDatabase = vi.fn();
    vi.stubGlobal("indexedDB", { open: opensDatabase });
    vi.stubGlobal("caches", { open: opensDatabase });
    const title = document.title;
    await midSentence();
    sendDraft();
    await soon(10_000);
    wipe();
    await soon();
    expect(server.of("room.say").length).toBe(1);
    for (const spy of [...kept, opensDatabase]) expect(spy).not.toHaveBeenCalled();
    expect([document.title, localStorage.length, sessionStorage.length]).toEqual([title, 0, 0]);
  });
});

describe("without scripts", () => {
  const plain = /<noscript>([\s\S]*)<\/noscript>/.exec(html)?.[1] ?? "";

  it.each(["tel:17", "tel:112", "sms:114", "tel:3919", "tel:119", "tel:116006"])(
    "the page has %s",
    (href) => {
      expect(plain).toContain(`href="${href}"`);
    },
  );

  it("the light theme is the one of the tokens", () => {
    const light = tokens.split(':root[data-theme="light"]')[1] ?? "";
    const early = /:root:not\(\[data-theme\]\) \{([^}]*)\}/.exec(css)?.[1] ?? "";
    const colours = early.match(/--[a-z-]+: #[0-9a-f]{6};/g) ?? [];
    expect(colours.filter((one) => !light.includes(one))).toEqual([]);
    expect(colours.length).toBeGreaterThan(4);
  });

  it("the page names itself by nothing", () => {
    expect(/<title>(.*)<\/title>/.exec(html)?.[1]).toBe("Carnet");
    expect(html).not.toMatch(/rel="manifest"/);
  });
});
