import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEverything } from "../life";
import { draft, sendDraft, unsent } from "../model/sending";
import { log } from "../model/talk";
import { enter, over, visit } from "../model/visit";
import { entry, helpline, soon, waiting } from "../town";
import { link } from "./link";

/** A socket in the hand of the test. */
const wire = vi.hoisted(() => ({
  heard: new Map<string, (...said: unknown[]) => void>(),
  any: (_name: string, _event: unknown): void => undefined,
  connected: false,
  shown: {} as object,
  asked: [] as string[],
  answer: async (_name: string): Promise<unknown> => ({ ok: {} }),
}));

vi.mock("socket.io-client", () => {
  const socket = {
    get connected() {
      return wire.connected;
    },
    on: (name: string, fn: () => void) => wire.heard.set(name, fn),
    onAny: (fn: typeof wire.any) => {
      wire.any = fn;
    },
    timeout: () => ({
      emitWithAck: (name: string) => {
        wire.asked.push(name);
        return wire.answer(name);
      },
    }),
    removeAllListeners: () => wire.heard.clear(),
    disconnect: () => {
      wire.connected = false;
      return socket;
    },
    connect: () => socket,
  };
  return {
    io: (options: { auth: (tell: (shown: object) => void) => void }) => {
      options.auth((shown) => {
        wire.shown = shown;
      });
      return socket;
    },
  };
});

let server: ReturnType<typeof helpline>;

beforeEach(async () => {
  vi.useFakeTimers();
  wire.asked = [];
  server = helpline();
  enter(waiting(), "visit-of-ada.secret");
  await soon(1);
});

afterEach(async () => {
  forgetEverything();
  wire.connected = false;
  await soon(20_000);
  vi.useRealTimers();
});

async function connects(): Promise<void> {
  wire.connected = true;
  wire.answer = async (name) => ({ ok: await overHttps(name) });
  wire.heard.get("connect")?.();
  await soon();
}

/** The same answers as at the other door. */
async function overHttps(name: string): Promise<unknown> {
  const answer = server.answers[name]?.({ after: log.value.entries.length, text: "x" });
  return typeof answer === "object" ? answer.body : {};
}

describe("the line of a visit", () => {
  it("shows the visit and its secret, and nothing else", () => {
    expect(wire.shown).toEqual({ visit: "visit-of-ada.secret" });
  });

  it("is live with a socket: nothing is asked by HTTPS any more", async () => {
    await connects();
    const asked = server.asked.length;
    await soon(20_000);
    expect([link.value, server.asked.length]).toEqual(["live", asked]);
  });

  it("after a cut asks by HTTPS, and catches up when the socket is back", async () => {
    await connects();
    wire.connected = false;
    wire.heard.get("disconnect")?.("transport close");
    expect(link.value).toBe("connecting");
    await soon(5_000);
    expect(link.value).toBe("polling");
    server.log.push(entry(1, { text: "Je suis là" }));
    await connects();
    expect(log.value.entries.map((one) => one.text)).toEqual(["Je suis là"]);
  });

  it("is offline when neither door answers, and says what she writes later", async () => {
    server.answers = {};
    await soon(5_000);
    expect(link.value).toBe("offline");
    draft.value = "tu es là ?";
    sendDraft();
    await soon();
    expect(unsent.value[0]?.state).toBe("unsent");
    server.answers = helpline().answers;
    await soon(5_000);
    expect(unsent.value).toEqual([]);
  });

  it("fetches what is missing before a hint that came too early", async () => {
    await connects();
    server.log.push(entry(1, { text: "un" }), entry(2, { text: "deux" }));
    wire.any("room.entry", { room: "room-of-ada", channel: "all", entry: entry(2) });
    expect(log.value.entries).toEqual([]);
    await soon();
    expect(log.value.entries.map((one) => one.text)).toEqual(["un", "deux"]);
  });

  it("moves her place, and hears that it is over", async () => {
    await connects();
    wire.any("help.moved", { queue: "queue-of-69", came_at: 1, by: -1 });
    expect(visit.value?.place).toBe(2);
    wire.any("help.over", { why: "ended" });
    expect([over.value, wire.connected]).toEqual(["ended", false]);
  });

  it("is over when the handshake is refused", async () => {
    wire.heard.get("connect_error")?.(new Error("session_expired"));
    expect(over.value).toBe("gone");
  });
});
