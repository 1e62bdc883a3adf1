import { signal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

export const helpShown = signal(false);

const actions = new Map<string, () => void>();

/** `key` as the browser names it, one letter for one thing; active while the view is shown. */
export function useShortcut(key: string, act: () => void): void {
  useLayoutEffect(() => {
    actions.set(key, act);
    return () => {
      if (actions.get(key) === act) actions.delete(key);
    };
  }, [key, act]);
}

/** Call once. A letter typed in a field is a letter; Escape leaves the field first. */
export function installShortcuts(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const field = within(event, "input, textarea, select");
    if (field && event.key === "Escape") field.blur();
    if (field || isElsewhere(event)) return;
    const act = actions.get(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
}

/** An open sheet has its own Escape, even one that this Escape has just closed; arrows belong to the
 * map and to what scrolls. */
function isElsewhere(event: KeyboardEvent): boolean {
  const sheet = document.querySelector(".sheet") ?? within(event, ".sheet");
  if (event.key !== "?" && sheet) return true;
  const inList = event.target === document.body || within(event, ".list") !== null;
  return event.key.startsWith("Arrow") && !inList;
}

function within(event: KeyboardEvent, selector: string): HTMLElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
}

/** The rows of the list shown, moved through like a page of results. */
export function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.indexOf(document.activeElement as HTMLElement);
  const chosen = rows.findIndex((row) => row.getAttribute("aria-current") === "true");
  const from = here >= 0 ? here : chosen;
  const next = rows[Math.max(0, Math.min(rows.length - 1, from < 0 ? 0 : from + by))];
  next?.focus();
}
