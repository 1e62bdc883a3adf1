import { effect } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { socket } from "../net/socket";
import { writeKeep } from "../platform/keep";
import type { Invitation } from "../protocol";
import { AlertButton } from "../view/shared/AlertButton";
import { current } from "./current";
import { pending, takeBack } from "./press";
import { phase, startSession } from "./session";
import { invitations } from "./standing";

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

let shown: string[];
let leave: () => void;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  new FakeServer();
  await writeKeep({ device: "device-secret", credential: "for alerts" });
  await startSession();
  shown = [];
  leave = effect(() => {
    shown.push(current.value);
  });
  await act(() => render(<AlertButton />, document.body));
});

afterEach(async () => {
  await act(() => render(null, document.body));
  leave();
  invitations.value = [];
  await takeBack();
  vi.restoreAllMocks();
  vi.useRealTimers();
});

function finger(type: string): void {
  const event = new PointerEvent(type, { isPrimary: true, width: 20, height: 20, pressure: 0.5 });
  document.querySelector(".hold-button")?.dispatchEvent(event);
}

test("an alarm that comes while she holds waits until she lets go", () => {
  finger("pointerdown");
  invitations.value = [ADA];
  expect(current.value).toBe("home");
  finger("pointerup");
  expect(shown).toEqual(["home", "alarm"]);
});

test("a session that ends while she holds takes no button away: the hold becomes a press", () => {
  finger("pointerdown");
  phase.value = "out";
  invitations.value = [ADA];
  vi.advanceTimersByTime(2_000);
  expect(pending.value).not.toBeNull();
  expect(shown).toEqual(["home", "asked"]);
});
