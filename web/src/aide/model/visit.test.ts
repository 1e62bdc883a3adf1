import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { refusal } from "../../net/fakeServer";
import type { HelpMoved } from "../../protocol";
import { forgetEverything } from "../life";
import { entry, helpline, noSocket, soon, waiting } from "../town";
import { draft, retry, sendDraft, unsent } from "./sending";
import { log } from "./talk";
import { enter, finish, moved, over, visit } from "./visit";

vi.mock("socket.io-client", () => noSocket);

const left = (came_at: number, more: Partial<HelpMoved> = {}): HelpMoved => ({
  queue: "queue-of-69",
  came_at,
  by: -1,
  ...more,
});

describe("her place in the queue", () => {
  it("is one less when somebody before her left", () => {
    expect(moved(waiting(), left(999)).place).toBe(2);
  });

  it("is one more when somebody before her came back", () => {
    expect(moved(waiting(), left(999, { by: 1 })).place).toBe(4);
  });

  it("does not change for who came after her, with her, or to another queue", () => {
    const others = [left(1_001), left(1_000), left(999, { queue: "queue-of-13" })];
    expect(others.map((one) => moved(waiting(), one).place)).toEqual([3, 3, 3]);
  });

  it("is never before the first, and nothing once she is answered", () => {
    expect(moved(waiting({ place: 1 }), left(999)).place).toBe(1);
    expect(moved(waiting({ place: 0 }), left(999, { by: 1 })).place).toBe(0);
  });
});

describe("a visit", () => {
  let server: ReturnType<typeof helpline>;

  beforeEach(() => {
    vi.useFakeTimers();
    server = helpline();
  });

  afterEach(() => {
    forgetEverything();
    vi.useRealTimers();
  });

  const say = (text: string) => {
    draft.value = text;
    sendDraft();
  };

  it("hears by asking every three seconds where no socket passes", async () => {
    enter(waiting(), "visit-of-ada.secret");
    await soon(2_500);
    server.log.push(entry(1, { text: "Bonjour" }));
    await soon(3_100);
    expect(log.value.entries.map((one) => one.text)).toEqual(["Bonjour"]);
  });

  it("sends what was not sent again, under the same id, once", async () => {
    const accept = server.answers["room.say"];
    server.answers["room.say"] = () => "no answer";
    enter(waiting(), "visit-of-ada.secret");
    say("je suis là");
    await soon();
    expect(unsent.value[0]?.state).toBe("unsent");
    if (accept) server.answers["room.say"] = accept;
    await soon(4_000);
    const ids = server.of("room.say").map((one) => one.body.client_id);
    expect([new Set(ids).size, unsent.value.length, log.value.entries.length]).toEqual([1, 0, 1]);
    expect(ids.length).toBeGreaterThan(1);
  });

  it("keeps refused words until she decides", async () => {
    const accept = server.answers["room.say"];
    server.answers["room.say"] = () => refusal("too_large");
    enter(waiting(), "visit-of-ada.secret");
    say("trop long");
    await soon();
    const [kept] = unsent.value;
    expect(kept).toMatchObject({ state: "refused", sentence: "sentence of too_large" });
    if (accept) server.answers["room.say"] = accept;
    retry(kept?.id ?? "");
    await soon();
    expect(unsent.value).toEqual([]);
  });

  it("asks for its place once a minute at least while she waits", async () => {
    enter(waiting(), "visit-of-ada.secret");
    const before = server.of("help.mine").length;
    await soon(61_000);
    expect(server.of("help.mine").length).toBeGreaterThan(before);
  });

  it("is over when the server does not know it; what was said can still be read", async () => {
    server.log.push(entry(1, { text: "Bonjour" }));
    enter(waiting({ head: 1 }), "visit-of-ada.secret");
    await soon();
    server.answers["help.mine"] = () => refusal("session_expired");
    await soon(6_000);
    expect([over.value, log.value.entries.length]).toEqual(["gone", 1]);
    const asked = server.asked.length;
    await soon(120_000);
    expect(server.asked.length).toBe(asked);
  });

  it("says nothing more once it has ended", async () => {
    enter(waiting(), "visit-of-ada.secret");
    finish("ended");
    say("encore");
    await soon(10_000);
    expect([server.of("room.say").length, visit.value?.visit]).toEqual([0, "visit-of-ada"]);
  });
});
