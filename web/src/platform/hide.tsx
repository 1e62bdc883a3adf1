import { signal } from "@preact/signals";
import { t } from "../words/platform";
import { stopAlarm } from "./alarm";
import "./hide.css";
import { readKeep } from "./keep";

/** The decoy is shown in this document. */
export const hidden = signal(false);

/** Set by the model: while true, hiding must not end this page (socket and position go on). */
export const alertRunning = signal(false);

/** Where hiding leads: the one other origin this app ever opens, and only by replacing itself. */
export const DEFAULT_EXIT = "https://meteofrance.com/";

const SHIFTS = 3;
/** Time given to press the key three times; slow hands and switch users included. */
const SHIFTS_MS = 5_000;
/** A site that does not come is worse than the decoy. */
const GIVE_UP_MS = 3_000;

const STEP_BACK_MS = 150;

const tabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("b");

let exit = DEFAULT_EXIT;
/** After a wipe: no app stands behind any more, so nothing must live on and no decoy can cover. */
let bare = false;
const lengthAtStart = history.length;

/** Call once, before the first drawing. A page that was hidden stays so when it is reloaded. */
export async function installHide(): Promise<void> {
  hidden.value = isMarked();
  addEventListener("pagehide", () => document.body.replaceChildren());
  // Back shows nothing: a page taken out of the browser's cache starts anew.
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  installShiftTriple();
  // The app may stand in another tab of this window: it is found as the decoy.
  tabs?.addEventListener("message", coverHere);
  exit = (await readKeep()).exit ?? DEFAULT_EXIT;
}

/** Blank at once, then a neutral site; the decoy when the page must live or nothing is reachable. */
export function hide(): void {
  blank();
  hidden.value = true;
  tabs?.postMessage("hide");
  if (mustStay()) stay();
  else leave();
}

/** The page was wiped: whatever ran in it, from now on hiding leaves, or blanks. */
export function nothingBehind(): void {
  bare = true;
}

const mustStay = (): boolean => !navigator.onLine || (alertRunning.peek() && !bare);

export function unhide(): void {
  hidden.value = false;
  mark(false);
}

/** Takes effect at once. */
export function setExit(address: string): void {
  exit = address;
}

/** Only https, and nothing that would name this app. */
export function checkExit(typed: string): string | null {
  const written = /^[a-z]+:\/\//i.test(typed) ? typed : `https://${typed}`;
  if (!URL.canParse(written)) return null;
  const address = new URL(written);
  const usable = address.protocol === "https:" && address.hostname.includes(".");
  return usable && address.origin !== location.origin ? address.href : null;
}

/** In the same top corner of every screen, always. */
export function HideButton() {
  return (
    <button type="button" class="hide-button" onClick={hide} title={t("hideHow")}>
      <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
        <path d="M6 6l12 12M18 6L6 18" stroke="currentColor" stroke-width="2.5" />
      </svg>
      <span>{t("hide")}</span>
    </button>
  );
}

/** Three presses of Shift within five seconds, with no other key between. */
export function installShiftTriple(): () => void {
  let presses: number[] = [];
  const listen = (event: KeyboardEvent) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-SHIFTS) : [];
    const [first] = presses;
    if (presses.length < SHIFTS || first === undefined) return;
    if (event.timeStamp - first > SHIFTS_MS) return;
    presses = [];
    hide();
  };
  document.addEventListener("keydown", listen, true);
  return () => document.removeEventListener("keydown", listen, true);
}

function coverHere(): void {
  hidden.value = true;
  if (bare) document.body.replaceChildren();
  mark(true);
  stopAlarm();
}

/** Before anything is computed: what was on the screen is not seen any more. */
function blank(): void {
  document.body.style.visibility = "hidden";
  document.title = "\u200e";
  stopAlarm();
}

/**
 * Back must show nothing. If the app stands on an entry it added, it steps back and replaces the
 * first; the one left ahead is marked, so that Forward finds the decoy.
 */
function leave(): void {
  setTimeout(stay, GIVE_UP_MS);
  if (!hasGrown()) {
    location.replace(exit);
    return;
  }
  if (standsOnAdded()) mark(true);
  else history.pushState({ v: 1 }, "");
  let gone = false;
  const replace = () => {
    if (!gone) location.replace(exit);
    gone = true;
  };
  addEventListener("popstate", replace, { once: true });
  setTimeout(replace, STEP_BACK_MS);
  history.back();
}

const hasGrown = (): boolean => history.length > lengthAtStart || standsOnAdded();

/** Two frames: the decoy has been drawn under the blank. A wiped page has none: it stays blank. */
function stay(): void {
  if (bare) document.body.replaceChildren();
  mark(true);
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      document.body.style.visibility = "";
    }),
  );
}

/** In the state of this history entry: it survives a reload, adds no entry, is no storage. */
function mark(on: boolean): void {
  const { v: _, ...rest } = entryState();
  history.replaceState(on ? { ...rest, v: 1 } : rest, "");
}

const isMarked = (): boolean => "v" in entryState();
/** The app's own mark of the entry it adds (model/screen.ts). */
const standsOnAdded = (): boolean => "n" in entryState();

function entryState(): Record<string, unknown> {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null ? { ...state } : {};
}
