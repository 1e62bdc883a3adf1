import { effect, signal } from "@preact/signals";

export type Theme = "dark" | "light";

const lightWanted = window.matchMedia("(prefers-color-scheme: light)");

/** The theme now shown; follows the device. */
export const theme = signal<Theme>(wanted());

export function followDeviceTheme(): void {
  lightWanted.addEventListener("change", () => {
    theme.value = wanted();
  });
  effect(() => {
    document.documentElement.dataset.theme = theme.value;
  });
}

function wanted(): Theme {
  return lightWanted.matches ? "light" : "dark";
}
