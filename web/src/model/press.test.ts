import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer, refusal } from "../net/fakeServer";
import { handshake } from "../net/secrets";
import { socket } from "../net/socket";
import * as keep from "../platform/keep";
import type { Alert } from "../protocol";
import { forgotten, pending, press, takeBack, watchPress } from "./press";
import { canLaunch, startSession } from "./session";

const { readKeep, writeKeep } = keep;

const ALERT: Alert = {
  alert: "alert-one",
  room: "room-one",
  state: "running",
  launched_at: 0,
  window_ends_at: 1,
  stopped_at: null,
  located: "unknown",
  tally: { alarmed: 50, seen: 0, acting: 0, writing: 0 },
  asks_pin: false,
};

let server: FakeServer;
let told: Alert[];

beforeEach(async () => {
  vi.useFakeTimers();
  server = new FakeServer();
  told = [];
  await watchPress((alert) => told.push(alert));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await takeBack();
  vi.useRealTimers();
});

const accept = () => {
  server.answers["alert.start"] = () => ({ body: ALERT });
};

describe("a press of the alert button", () => {
  it("is an alert once the server says so, and then nothing is kept", async () => {
    accept();
    await press();
    expect(told).toEqual([ALERT]);
    expect(pending.value).toBeNull();
    expect((await readKeep()).press).toBeUndefined();
  });

  it("is kept without network: an id and a time, nothing else", async () => {
    await press();
    const { press: kept } = await readKeep();
    expect(kept).toEqual({ id: pending.value?.id, at: pending.value?.at });
    expect(pending.value?.phase).toBe("unsent");
  });

  it("is retried until acknowledged, always as the same press", async () => {
    await press();
    await vi.advanceTimersByTimeAsync(3_200);
    accept();
    await vi.advanceTimersByTimeAsync(1_600);
    const ids = server.of("alert.start").map((one) => one.body.press);
    expect(ids.length).toBeGreaterThan(2);
    expect(new Set(ids).size).toBe(1);
    expect(told).toHaveLength(1);
  });

  it("stays one alert however often the button is held", async () => {
    await Promise.all([press(), press(), press()]);
    await press();
    expect(new Set(server.of("alert.start").map((one) => one.body.press)).size).toBe(1);
  });

  it("says so when it is not acknowledged within five seconds", async () => {
    const late = (_: unknown, no: (why: Error) => void) => setTimeout(no, 6_000, new Error());
    vi.stubGlobal("fetch", () => new Promise(late));
    void press();
    await vi.advanceTimersByTimeAsync(4_000);
    expect(pending.value?.phase).toBe("sending");
    await vi.advanceTimersByTimeAsync(1_500);
    expect(pending.value?.phase).toBe("unsent");
    await vi.advanceTimersByTimeAsync(1_000);
  });

  it("waits as long as a busy server asks", async () => {
    server.answers["alert.start"] = () => refusal("too_fast", 2_000);
    await press();
    expect(pending.value?.phase).toBe("unsent");
    accept();
    await vi.advanceTimersByTimeAsync(2_100);
    expect(told).toHaveLength(1);
  });

  it("says why when it is refused for good", async () => {
    server.answers["alert.start"] = () => refusal("not_allowed");
    await press();
    expect(pending.value).toMatchObject({ phase: "refused", sentence: "sentence of not_allowed" });
  });
});

const MINUTE = 60_000;
const ids = () => server.of("alert.start").map((one) => one.body.press);

/** What another life of this page has left behind. */
async function reopen(ageMs: number): Promise<void> {
  await writeKeep({ press: { id: "found", at: Date.now() - ageMs } });
  await watchPress((alert) => told.push(alert));
}

describe("a press found at the opening", () => {
  it("is sent by itself when it is some minutes old", async () => {
    accept();
    await reopen(9 * MINUTE);
    await vi.advanceTimersByTimeAsync(0);
    expect(ids()).toEqual(["found"]);
    expect(told).toEqual([ALERT]);
  });

  it("delays nothing else of the opening while it is on its way", async () => {
    const late = (_: unknown, no: (why: Error) => void) => setTimeout(no, 4_000, new Error());
    vi.stubGlobal("fetch", () => new Promise(late));
    await reopen(MINUTE);
    expect(pending.value?.phase).toBe("sending");
    await vi.advanceTimersByTimeAsync(4_100);
  });

  it("is asked about when it is older, and alarms nobody", async () => {
    accept();
    await reopen(20 * 24 * 60 * MINUTE);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(forgotten.value).not.toBeNull();
    expect([pending.value, ids()]).toEqual([null, []]);
  });

  it("is forgotten for good when she says so", async () => {
    await reopen(11 * MINUTE);
    await takeBack();
    expect(forgotten.value).toBeNull();
    expect((await readKeep()).press).toBeUndefined();
  });

  it("gives way to a hold made now, which is a press of its own", async () => {
    await reopen(MINUTE);
    await press();
    expect(pending.value?.id).not.toBe("found");
    expect((await readKeep()).press?.id).toBe(pending.value?.id);
    accept();
    await vi.advanceTimersByTimeAsync(1_600);
    expect(told).toEqual([ALERT]);
  });

  it("is launched anew, not as the old one, when she says yes", async () => {
    accept();
    await reopen(11 * MINUTE);
    await press();
    expect(ids()).toHaveLength(1);
    expect(ids()).not.toContain("found");
    expect(forgotten.value).toBeNull();
  });

  it("shows the alert it has become, stopped since", async () => {
    server.answers["alert.start"] = () => ({ body: { ...ALERT, state: "stopped" } });
    await reopen(MINUTE);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(ids()).toEqual(["found"]);
    expect(told[0]?.state).toBe("stopped");
  });
});

describe("a hold answered by an alert that is over", () => {
  it("is pressed anew, once", async () => {
    server.answers["alert.start"] = () => ({ body: { ...ALERT, state: "stopped" } });
    await press();
    expect(told).toEqual([]);
    accept();
    await vi.advanceTimersByTimeAsync(10);
    expect(new Set(ids()).size).toBe(2);
    expect(told).toEqual([ALERT]);
  });
});

describe("a device that cannot write", () => {
  const full = new DOMException("full", "QuotaExceededError");

  it("sends all the same, and what was acknowledged is told once", async () => {
    vi.spyOn(keep, "writeKeep").mockRejectedValue(full);
    accept();
    await press();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(told).toEqual([ALERT]);
    expect(pending.value).toBeNull();
    expect(ids()).toHaveLength(1);
  });

  it("sends with the alert credential once its session has ended", async () => {
    vi.spyOn(socket, "connect").mockReturnValue(socket);
    await writeKeep({ device: "of the session", credential: "for alerts" });
    await startSession();
    vi.spyOn(keep, "writeKeep").mockRejectedValue(full);
    server.answers["alert.start"] = () =>
      handshake().device ? refusal("session_expired") : { body: ALERT };
    await press();
    await vi.advanceTimersByTimeAsync(1_600);
    expect(told).toEqual([ALERT]);
  });

  it("does not make an alert wait for it", async () => {
    vi.spyOn(keep, "writeKeep").mockReturnValueOnce(new Promise((no) => setTimeout(no, 60_000)));
    accept();
    void press();
    await vi.advanceTimersByTimeAsync(10);
    expect(told).toEqual([ALERT]);
    await vi.advanceTimersByTimeAsync(60_000);
  });
});

describe("a device whose session and alert credential are gone", () => {
  beforeEach(() => {
    vi.spyOn(socket, "connect").mockReturnValue(socket);
    server.answers["alert.start"] = () => refusal("session_expired");
  });

  it("tries with the credential first, then says that only signing in helps", async () => {
    await writeKeep({ device: "of the session", credential: "for alerts" });
    await startSession();
    await press();
    expect(pending.value?.phase).toBe("unsent");
    await vi.advanceTimersByTimeAsync(1_600);
    expect(pending.value).toMatchObject({
      phase: "refused",
      sentence: "sentence of session_expired",
    });
    expect(canLaunch.value).toBe(false);
    const asked = ids().length;
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(ids()).toHaveLength(asked);
  });

  it("says so without network too", async () => {
    server.answers = {};
    await writeKeep({ device: undefined, credential: undefined });
    await startSession();
    await press();
    expect(pending.value?.phase).toBe("refused");
  });
});
