import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { socket } from "../net/socket";
import { readKeep, writeKeep } from "../platform/keep";
import { canLaunch, phase, startSession } from "./session";

/** What a server does that refuses the handshake; the page has shown its secrets just before. */
function show(): () => void {
  if (typeof socket.auth === "function") socket.auth(() => undefined);
  return () => {
    for (const hear of socket.listeners("connect_error")) hear(new Error("session_expired"));
  };
}

beforeEach(async () => {
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  new FakeServer();
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

describe("an alert credential that has been revoked", () => {
  it("is forgotten: this device can launch nothing any more", async () => {
    show()();
    await vi.waitFor(() => expect(phase.value).toBe("out"));
    show()();
    await vi.waitFor(() => expect(canLaunch.value).toBe(false));
  });
});
