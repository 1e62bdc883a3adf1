import { effect } from "@preact/signals";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { handshake } from "../net/secrets";
import { socket } from "../net/socket";
import * as keep from "../platform/keep";
import { canLaunch, endedBy, me, phase, signIn, signOut, startSession } from "./session";

const { readKeep, writeKeep } = keep;

/** What a server does that refuses the handshake; the page has shown its secrets just before. */
function show(): () => void {
  if (typeof socket.auth === "function") socket.auth(() => undefined);
  return () => {
    for (const hear of socket.listeners("connect_error")) hear(new Error("session_expired"));
  };
}

let server: FakeServer;

beforeEach(async () => {
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  server = new FakeServer();
  await writeKeep({ device: "of the session", credential: "for alerts" });
  await startSession();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await writeKeep({ device: undefined, credential: undefined });
});

describe("a session that has ended", () => {
  it("leaves the means to launch an alert, however often the server says it has ended", async () => {
    const refuse = show();
    refuse();
    refuse();
    await vi.waitFor(() => expect(phase.value).toBe("out"));
    refuse();
    await vi.waitFor(async () => expect((await readKeep()).device).toBeUndefined());
    expect(canLaunch.value).toBe(true);
    expect((await readKeep()).credential).toBe("for alerts");
  });
});

describe("signing in again after a session has ended", () => {
  it("is at no moment a sign-out, which would forget the words she typed", async () => {
    show()();
    await vi.waitFor(() => expect(phase.value).toBe("out"));
    server.answers["session.open"] = () => ({
      body: { device: "new", alert_credential: null, me: { person: "ada", language: "en" } },
    });
    const seen = vi.fn();
    const leave = effect(() => seen(phase.value === "out" && endedBy.value === null));
    await signIn({ email: "ada@example.org", password: "secret" });
    leave();
    expect(phase.value).toBe("in");
    expect(seen).not.toHaveBeenCalledWith(true);
  });
});

describe("an alert credential that has been revoked", () => {
  it("is forgotten: this device can launch nothing any more", async () => {
    show()();
    await vi.waitFor(() => expect(phase.value).toBe("out"));
    show()();
    await vi.waitFor(() => expect(canLaunch.value).toBe(false));
  });
});

describe("whoever signs in", () => {
  const answer = { device: "new", alert_credential: null, me: { person: "ada", language: "en" } };

  async function signsIn(write: Promise<void>): Promise<void> {
    await signOut();
    vi.useFakeTimers();
    vi.spyOn(keep, "writeKeep").mockReturnValue(write);
    server.answers["session.open"] = () => ({ body: answer });
    void signIn({ email: "ada@example.org", password: "secret" });
    await vi.advanceTimersByTimeAsync(500);
  }

  afterEach(() => vi.useRealTimers());

  it("is in once this device remembers it: it may be closed at that moment", async () => {
    let written = () => {};
    await signsIn(new Promise((done) => (written = done)));
    expect([phase.value, handshake()]).toEqual(["out", { device: "new" }]);
    written();
    await vi.advanceTimersByTimeAsync(0);
    expect([phase.value, me.value?.person]).toEqual(["in", "ada"]);
  });

  it("is in after two seconds on a disk that never answers", async () => {
    await signsIn(new Promise(() => {}));
    expect(phase.value).toBe("out");
    await vi.advanceTimersByTimeAsync(1_600);
    expect([phase.value, me.value?.person]).toEqual(["in", "ada"]);
  });
});

describe("a device that can be read but not written", () => {
  const full = new DOMException("full", "QuotaExceededError");

  it("shows the alert credential once its session has ended, not the dead session", async () => {
    vi.spyOn(keep, "writeKeep").mockRejectedValue(full);
    show()();
    await vi.waitFor(() => expect(phase.value).toBe("out"));
    expect(handshake()).toEqual({ credential: "for alerts" });
  });

  it("does so even if writing never comes to an end", async () => {
    vi.spyOn(keep, "writeKeep").mockReturnValue(new Promise(() => {}));
    const connect = vi.spyOn(socket, "connect").mockReturnValue(socket);
    connect.mockClear();
    show()();
    expect([phase.value, handshake().device, connect.mock.calls.length]).toEqual([
      "out",
      undefined,
      1,
    ]);
  });

  it("signs in for as long as the page is open", async () => {
    await signOut();
    vi.spyOn(keep, "writeKeep").mockRejectedValue(full);
    server.answers["session.open"] = () => ({
      body: { device: "new", alert_credential: "newer", me: { person: "ada", language: "en" } },
    });
    await signIn({ email: "ada@example.org", password: "secret" });
    expect([phase.value, me.value?.person, handshake()]).toEqual(["in", "ada", { device: "new" }]);
    expect((await readKeep()).device).toBeUndefined();
  });
});
