import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer, refusal } from "../net/fakeServer";
import { readKeep } from "../platform/keep";
import type { Alert } from "../protocol";
import { pending, press, takeBack, watchPress } from "./press";

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
