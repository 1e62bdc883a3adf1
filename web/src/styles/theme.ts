import { computed, effect, signal } from "@preact/signals";

export type Theme = "dark" | "light";

const lightWanted = window.matchMedia("(prefers-color-scheme: light)");
const device = signal<Theme>(wanted());

/** Set while her alert runs: a lit screen in the dark gives her away. */
export const darkened = signal(false);

/** The theme now shown; follows the device. */
export const theme = computed<Theme>(() => (darkened.value ? "dark" : device.value));

export function followDeviceTheme(): void {
  lightWanted.addEventListener("change", () => {
    device.value = wanted();
  });
  effect(() => {
    document.documentElement.dataset.theme = darkened.value ? "night" : theme.value;
  });
}

function wanted(): Theme {
  return lightWanted.matches ? "light" : "dark";
}
