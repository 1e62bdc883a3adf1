import { signal } from "@preact/signals";

export const hidden = signal(false);

export function hide(): void {
  hidden.value = true;
}

export function installShiftTriple(): void {}

export function HideButton() {
  return <button type="button">×</button>;
}
