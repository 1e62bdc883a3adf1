import { computed } from "@preact/signals";
import { pending } from "./press";
import { type Screen, screen } from "./screen";
import { phase } from "./session";
import { alarming, own } from "./standing";

export type Shown = Screen["at"] | "starting" | "asked" | "danger" | "signin" | "alarm";

/** The one screen shown: her own danger comes first, then an alarm, then where she was. */
export const current = computed<Shown>(() => {
  const { at } = screen.value;
  if (phase.value === "starting") return "starting";
  if (pending.value) return "asked";
  if (own.value?.state === "running") return "danger";
  if (phase.value === "out") return "signin";
  if (alarming.value) return "alarm";
  return at === "her" && !own.value ? "home" : at;
});
