import { signal } from "@preact/signals";

export type Screen =
  | { at: "home" }
  | { at: "her" }
  | { at: "room"; alert: string }
  | { at: "talk"; visit: string }
  | { at: "settings" }
  | { at: "past" }
  | { at: "direct"; room?: string }
  | { at: "playbook"; topic?: string };

const HOME: Screen = { at: "home" };

export const screen = signal<Screen>(HOME);

/** Whether this page stands on its one added history entry; a reload there finds the mark. */
let added = isMarked();

/** The address never changes and the history grows by one at most: Back leads home, then out. */
export function go(next: Screen): void {
  if (next.at === "home") {
    goHome();
    return;
  }
  if (!added) history.pushState({ n: 1 }, "");
  added = true;
  screen.value = next;
}

export function goHome(): void {
  if (added) history.back();
  screen.value = HOME;
}

window.addEventListener("popstate", () => {
  added = isMarked();
  screen.value = HOME;
});

function isMarked(): boolean {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "n" in state;
}
