import { beforeEach, describe, expect, it, vi } from "vitest";
import { state } from "../net/client";
import { FakeServer, refusal } from "../net/fakeServer";
import { socket } from "../net/socket";
import { writeKeep } from "../platform/keep";
import type { Alert, Invitation } from "../protocol";
import { press } from "./press";
import { startSession } from "./session";
import { alarming, own, refreshStanding, silence, stop, watchStanding } from "./standing";

const ADA: Invitation = {
  alert: "alert-one",
  room: "room-one",
  first_name: "Ada",
  state: "running",
  my_state: "alarmed",
  launched_at: 1_000,
  window_ends_at: 9_000,
  distance_km: 3,
};

let server: FakeServer;

async function standing(...invitations: Invitation[]): Promise<void> {
  server.answers["alert.mine"] = () => ({ body: { own: null, invitations } });
  await refreshStanding();
}

beforeEach(async () => {
  vi.stubGlobal("WebSocket", undefined);
  server = new FakeServer();
  await writeKeep({ device: "device-secret" });
  await startSession();
  await standing();
});

describe("what sounds", () => {
  it("is an alert she has not answered", async () => {
    await standing(ADA);
    expect(alarming.value?.first_name).toBe("Ada");
  });

  it("falls silent once for all its refreshes", async () => {
    await standing(ADA);
    silence(ADA.alert);
    await standing({ ...ADA });
    expect(alarming.value).toBeNull();
  });

  it("is never an alert answered or stopped", async () => {
    await standing({ ...ADA, alert: "alert-two", my_state: "acting" });
    expect(alarming.value).toBeNull();
    await standing({ ...ADA, alert: "alert-three", state: "stopped" });
    expect(alarming.value).toBeNull();
  });

  it("sounds again when she launches again and it was answered", async () => {
    await standing({ ...ADA, alert: "alert-four", my_state: "acting", state: "stopped" });
    await standing({ ...ADA, alert: "alert-four", my_state: "acting", launched_at: 2_000 });
    expect(alarming.value?.launched_at).toBe(2_000);
  });

  it("stays silent for who cannot come, as no wave alarms her anew", async () => {
    await standing({ ...ADA, alert: "alert-five", my_state: "declined", state: "stopped" });
    await standing({ ...ADA, alert: "alert-five", my_state: "declined", launched_at: 2_000 });
    expect(alarming.value).toBeNull();
  });
});

describe("an alarm whose hint was lost", () => {
  it("sounds when the server says that it was called", async () => {
    await watchStanding();
    state.value = "live";
    server.answers["alert.mine"] = () => ({
      body: { own: null, invitations: [{ ...ADA, alert: "alert-six" }] },
    });
    for (const hear of socket.listeners("alert.called")) {
      hear({ alert: "alert-six", launched_at: ADA.launched_at });
    }
    await vi.waitFor(() => expect(alarming.value?.alert).toBe("alert-six"));
    const before = server.of("alert.mine").length;
    for (const hear of socket.listeners("alert.called")) {
      hear({ alert: "alert-six", launched_at: ADA.launched_at });
    }
    expect(server.of("alert.mine").length).toBe(before);
  });

  it("sounds on a page that lies idle, its socket alive, should even that be lost", async () => {
    vi.useFakeTimers();
    await watchStanding();
    state.value = "live";
    server.answers["alert.mine"] = () => ({
      body: { own: null, invitations: [{ ...ADA, alert: "alert-six" }] },
    });
    await vi.advanceTimersByTimeAsync(75_000);
    expect(alarming.value?.alert).toBe("alert-six");
    vi.useRealTimers();
  });
});

describe("a busy server", () => {
  it("is asked again when it says, whatever else finds nobody meanwhile", async () => {
    vi.useFakeTimers();
    server.answers["alert.mine"] = () => refusal("try_again", 1_000);
    await refreshStanding();
    server.answers["alert.mine"] = () => "no answer";
    await refreshStanding();
    server.answers["alert.mine"] = () => ({
      body: { own: null, invitations: [{ ...ADA, alert: "alert-seven" }] },
    });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(alarming.value?.alert).toBe("alert-seven");
    vi.useRealTimers();
  });
});

describe("an answer asked for before she pressed or stopped", () => {
  const MINE = { alert: "alert-eight", room: "room-one", state: "running" } as Alert;

  /** The next `alert.mine` is answered as of now, and arrives when the returned function says. */
  async function late(): Promise<() => Promise<void>> {
    const now = fetch;
    let arrive = () => {};
    const held = new Promise<void>((go) => (arrive = go));
    vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
      const answer = await now(url, init);
      await held;
      return answer;
    });
    const asked = refreshStanding();
    vi.stubGlobal("fetch", now);
    return async () => {
      arrive();
      await asked;
    };
  }

  const knows = (state: Alert["state"] | null) => {
    const mine = state && { ...MINE, state };
    server.answers["alert.mine"] = () => ({ body: { own: mine, invitations: [] } });
  };

  it("takes her alert from nobody's eyes", async () => {
    await watchStanding();
    server.answers["alert.start"] = () => ({ body: MINE });
    knows(null);
    const arrive = await late();
    await press();
    knows("running");
    await arrive();
    expect(own.value?.alert).toBe("alert-eight");
  });

  it("does not let an alert run again that she has stopped", async () => {
    own.value = MINE;
    server.answers["alert.stop"] = () => ({ body: { ...MINE, state: "stopped" } });
    knows("running");
    const arrive = await late();
    await stop({ pin: null });
    knows("stopped");
    const seen: unknown[] = [];
    const leave = own.subscribe((alert) => seen.push(alert?.state));
    const asked = server.of("alert.mine").length;
    await arrive();
    leave();
    expect(server.of("alert.mine").length).toBe(asked + 1);
    expect(new Set(seen)).toEqual(new Set(["stopped"]));
  });
});
