import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal } from "../../net/fakeServer";
import { forgetEverything } from "../life";
import { answerEverything, helpline, noSocket, soon, waiting } from "../town";
import { door, openDoor, problem, slow, start, starting } from "./door";
import { postcode, topic } from "./form";
import "./talk";
import { visit } from "./visit";

vi.mock("socket.io-client", () => noSocket);

let server: ReturnType<typeof helpline>;

beforeEach(() => {
  vi.useFakeTimers();
  server = helpline();
  openDoor();
});

afterEach(() => {
  forgetEverything();
  vi.useRealTimers();
});

/** Answers once, then as before. */
function once(command: string, answer: ReturnType<typeof refusal> | "no answer"): void {
  const usual = server.answers[command];
  server.answers[command] = () => {
    if (usual) server.answers[command] = usual;
    return answer;
  };
}

describe("the door", () => {
  it("says so when nobody is there", async () => {
    server.answers["help.door"] = () => ({ body: { ticket: "t", bits: 0, open: false } });
    openDoor();
    await soon();
    expect(door.value).toBe("nobody");
  });

  it("asks nothing of the server while an answer is missing", async () => {
    await start();
    expect([server.of("help.begin").length, starting.value]).toEqual([0, false]);
  });

  it("begins with what Ada chose, without a postcode too", async () => {
    answerEverything();
    void start();
    await soon();
    expect(visit.value?.place).toBe(3);
    const body = server.of("help.begin")[0]?.body;
    expect(body).toMatchObject({ ticket: "ticket-1", postcode: "", topic: "home", victim: true });
    expect(String(body?.secret)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it.each(["puzzle", "stale_ticket"])("after %s it pays a new ticket by itself", async (code) => {
    answerEverything();
    postcode.value = "69003";
    once("help.begin", refusal(code));
    void start();
    await soon(3_000);
    expect(visit.value).not.toBeNull();
    expect(server.of("help.door").length).toBe(2);
    expect(server.of("help.begin").map((one) => one.body.postcode)).toEqual(["69003", "69003"]);
  });

  it("repeats an unanswered beginning with the same ticket and secret", async () => {
    answerEverything();
    once("help.begin", "no answer");
    void start();
    await soon();
    expect(slow.value).toBe(true);
    await soon(3_000);
    const [first, second] = server.of("help.begin").map((one) => one.body);
    expect(second).toEqual(first);
    expect(visit.value).not.toBeNull();
  });

  it("shows why it was refused and keeps what she chose", async () => {
    answerEverything();
    once("help.begin", refusal("invalid"));
    void start();
    await soon();
    expect([problem.value, topic.value]).toEqual(["sentence of invalid", "home"]);
    void start();
    await soon();
    expect(visit.value).not.toBeNull();
  });

  it("goes on asking while there is no network", async () => {
    forgetEverything();
    once("help.door", "no answer");
    openDoor();
    await soon();
    expect(door.value).toBe("unreachable");
    await soon(2_000);
    expect(door.value).toBe("somebody");
  });

  it("wipes what the server opened after she had wiped", async () => {
    answerEverything();
    let open = () => {};
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      told.push(url, (init.headers as Record<string, string>)["X-Veilleuse-Visit"] ?? "");
      if (url === "/api/help.begin") await new Promise<void>((go) => (open = go));
      return Response.json(url === "/api/help.begin" ? waiting() : { erased: true });
    });
    const told: string[] = [];
    void start();
    await soon();
    forgetEverything();
    open();
    await soon();
    expect(visit.value).toBeNull();
    expect(told.slice(-2)[0]).toBe("/api/help.wipe");
    expect(told.at(-1)).toMatch(/^visit-of-ada\../);
  });
});
