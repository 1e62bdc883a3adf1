import { signal } from "@preact/signals";
import { forgetEverything, shown } from "../life";
import { tellOnce, tellUntilHeard } from "../net/farewell";
import { proofNow } from "../net/proof";
import { openDoor } from "./door";

/** Where quick exit leads: a page anybody may have open. */
const ELSEWHERE = "https://fr.wikipedia.org/";
const ESCAPES_MS = 2_000;

/** After a wipe: whether the server knows. `nothing`: it had nothing of her. */
export type Wiped = "telling" | "told" | "nothing";

/** Null: the page is in use. */
export const wiped = signal<Wiped | null>(null);

/** Visits wiped here that the server does not know of yet. */
const untold = new Set<string>();

/** Here first, at once, offline too; then the server, as soon as it can be told. */
export function wipe(): void {
  const proof = proofNow();
  forgetEverything();
  wiped.value = proof ? "telling" : "nothing";
  shown.value = true;
  if (proof) void tell(proof);
}

async function tell(proof: string): Promise<void> {
  untold.add(proof);
  await tellUntilHeard(proof);
  untold.delete(proof);
  if (wiped.peek() === "telling" && untold.size === 0) wiped.value = "told";
}

/** Blank at once, then elsewhere; Back shows nothing. */
export function exit(): void {
  leave();
  location.replace(ELSEWHERE);
}

/** The tab closes: nobody comes back to this visit. One that was wiped is only to be wiped. */
function leave(): void {
  const proof = proofNow();
  forgetEverything();
  if (proof) tellOnce("help.leave", proof);
  for (const one of untold) tellOnce("help.wipe", one);
}

/** A door as for whoever comes first. */
export function startAnew(): void {
  forgetEverything();
  wiped.value = null;
  openDoor();
  shown.value = true;
}

/** Closing the tab leaves; a page taken out of the browser's cache is a new one. */
export function installLeaving(): void {
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && startAnew());
  installEscape();
}

function installEscape(): void {
  let last = Number.NEGATIVE_INFINITY;
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.repeat) return;
    if (event.timeStamp - last < ESCAPES_MS) exit();
    last = event.timeStamp;
  });
}
