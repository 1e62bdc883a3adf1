import { expect, test } from "vitest";
import type { Watched } from "../../protocol";
import { appeared, ordered, passes } from "./rules";

function watched(alert: string, change: Partial<Watched> = {}): Watched {
  return {
    alert,
    room: `room-${alert}`,
    department: "93",
    commune: "Épinay-sur-Seine",
    state: "running",
    constrained: false,
    launched_at: 1_000,
    window_ends_at: 2_000,
    alarmed: 50,
    seen: 3,
    acting: 1,
    last_sign_at: null,
    last_point_at: null,
    entered: false,
    ...change,
  };
}

const ids = (alerts: Watched[]) => alerts.map((alert) => alert.alert);

test("constraint comes first, then who has no answer, oldest first", () => {
  const alerts = [
    watched("stopped", { state: "stopped" }),
    watched("answered"),
    watched("young", { acting: 0, launched_at: 5_000 }),
    watched("old", { acting: 0, launched_at: 4_000 }),
    watched("forced", { state: "stopped", constrained: true }),
    watched("over", { state: "closed", constrained: true }),
  ];
  expect(ids(ordered(alerts))).toEqual(["forced", "old", "young", "answered", "stopped", "over"]);
});

test("a place is found without its accents", () => {
  expect(passes(watched("a"), "all", "epinay")).toBe(true);
  expect(passes(watched("a"), "all", "93 EPINAY")).toBe(true);
  expect(passes(watched("a"), "all", "Lyon")).toBe(false);
});

test("an unknown place is shown until something else is searched", () => {
  const nowhere = watched("a", { commune: null, department: null });
  expect(passes(nowhere, "all", "")).toBe(true);
  expect(passes(nowhere, "all", "93")).toBe(false);
});

test("waiting means running and nobody acting", () => {
  expect(passes(watched("a", { acting: 0 }), "waiting", "")).toBe(true);
  expect(passes(watched("a"), "waiting", "")).toBe(false);
  expect(passes(watched("a", { acting: 0, state: "stopped" }), "waiting", "")).toBe(false);
});

test("what appeared is what was not there", () => {
  expect(appeared([watched("a")], [watched("a"), watched("b")])).toEqual(["b"]);
});
