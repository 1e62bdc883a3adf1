import { computed } from "@preact/signals";
import { holding } from "../platform/hold";
import { forgotten, pending } from "./press";
import { type Screen, screen } from "./screen";
import { canLaunch, phase } from "./session";
import { alarming, own } from "./standing";

export type Shown = Screen["at"] | "starting" | "asked" | "old" | "danger" | "signin" | "alarm";

let last: Shown = "starting";

/** The one screen shown. It stays while she holds the alert's button; what arrived comes after. */
export const current = computed<Shown>(() => {
  if (!holding.value) last = due();
  return last;
});

/** Her own danger comes first, then an alarm, then where she was. */
function due(): Shown {
  const { at } = screen.value;
  if (phase.value === "starting") return "starting";
  if (pending.value) return "asked";
  if (own.value?.state === "running") return "danger";
  if (phase.value === "in" && alarming.value) return "alarm";
  if (forgotten.value !== null && canLaunch.value) return "old";
  if (phase.value === "out") return "signin";
  return at === "her" && !own.value ? "home" : at;
}
