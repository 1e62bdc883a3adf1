import { computed, effect, signal } from "@preact/signals";
import { call, on, onResync, state } from "../net/client";
import { learnClock, mark } from "../platform/clock";
import type { Alert, Invitation, Stop } from "../protocol";
import { patience } from "./insist";
import { forgotten, pending, takeBack, watchPress } from "./press";
import { noticeRefusal, phase } from "./session";

/** Her own alert inside its window. */
export const own = signal<Alert | null>(null);
export const invitations = signal<Invitation[]>([]);
/** Launches this page has already been loud about, and those that re-opened a known alert. */
const heard = signal<ReadonlySet<string>>(new Set());
const again = signal<ReadonlySet<string>>(new Set());

/** She is in danger as far as this device knows: asked, or acknowledged and running. */
export const inDanger = computed(() => pending.value !== null || own.value?.state === "running");

/** The alert that should sound now, if any. Her own danger comes first: her device stays quiet. */
export const alarming = computed(() => {
  if (inDanger.value) return null;
  return (
    invitations.value.find((item) => isFresh(item) && !heard.value.has(launchOf(item))) ?? null
  );
});

/** Alarmed and not answered yet; or launched again, unless she said that she cannot come. */
function isFresh(item: Invitation): boolean {
  if (item.state !== "running" || item.my_state === "declined") return false;
  return item.my_state === "alarmed" || again.value.has(launchOf(item));
}

const launchOf = (item: Invitation): string => `${item.alert} ${item.launched_at}`;

/** The server says within two seconds what no hint brought (`alert.called`). For the day when it does
 * not, and a lost alarm is never seen: ask again; more often while one's own alert runs. */
const AGAIN_MS = 60_000;
const IN_DANGER_MS = 15_000;
const asking = patience(() => void refreshStanding());

/** Follows where this person stands: her alert, and the alerts she was alarmed of. */
export async function watchStanding(): Promise<void> {
  onResync(() => void refreshStanding());
  on("alert.alarm", ({ invitation }) => keepInvitation(invitation));
  on("alert.called", (event) => {
    if (!knows(event.alert, event.launched_at)) void refreshStanding();
  });
  on("alert.changed", () => void refreshStanding());
  on("alert.tally", ({ alert, tally }) => {
    if (own.value?.alert === alert) own.value = { ...own.value, tally };
  });
  await watchPress(did);
  effect(() => {
    // A running alert says all an old press could.
    if (forgotten.value !== null && own.value?.state === "running") void takeBack();
  });
  askAgain();
}

/** How often this page itself has pressed or stopped: an answer asked for before knows less. */
let done = 0;

/** Seen or not, while the socket lives; polling asks anyway. Spread, so that not all ask at once. */
function askAgain(): void {
  const spread = 0.8 + 0.4 * Math.random();
  setTimeout(
    () => {
      if (state.peek() === "live" && phase.peek() === "in") void refreshStanding();
      askAgain();
    },
    (inDanger.peek() ? IN_DANGER_MS : AGAIN_MS) * spread,
  );
}

function knows(alert: string, launchedAt: number): boolean {
  return invitations.peek().some((one) => one.alert === alert && one.launched_at >= launchedAt);
}

export async function refreshStanding(): Promise<void> {
  const before = done;
  try {
    const mine = phase.peek() === "in" ? await readMine() : await readOwn();
    if (done === before) own.value = mine;
    else await refreshStanding();
  } catch (error) {
    noticeRefusal(error);
    asking.after(error);
  }
}

/** @throws RefusedError pin_needed, wrong_pin, too_fast. @throws OfflineError */
export async function stop(request: Omit<Stop, "alert">): Promise<void> {
  const alert = own.peek();
  if (alert) did(await call("alert.stop", { alert: alert.alert, ...request }));
}

function did(alert: Alert): void {
  done += 1;
  own.value = alert;
}

export function silence(alert: string): void {
  const launches = invitations.peek().filter((item) => item.alert === alert);
  heard.value = new Set([...heard.peek(), ...launches.map(launchOf)]);
}

/** What this page just did is known here before the server tells it back. */
export function setMyState(alert: string, my_state: Invitation["my_state"]): void {
  invitations.value = invitations.value.map((item) =>
    item.alert === alert ? { ...item, my_state } : item,
  );
}

async function readOwn(): Promise<Alert | null> {
  const asked = mark();
  const { alert, now } = await call("alert.current", {});
  learnClock(now, asked);
  return alert;
}

async function readMine(): Promise<Alert | null> {
  const asked = mark();
  const mine = await call("alert.mine", {});
  learnClock(mine.now, asked);
  meet(mine.invitations);
  return mine.own;
}

function keepInvitation(invitation: Invitation): void {
  const others = invitations.value.filter((item) => item.alert !== invitation.alert);
  meet([invitation, ...others]);
}

function meet(next: Invitation[]): void {
  const before = new Map(invitations.peek().map((item) => [item.alert, item.launched_at]));
  const later = next.filter((item) => item.launched_at > (before.get(item.alert) ?? Infinity));
  if (later.length > 0) again.value = new Set([...again.peek(), ...later.map(launchOf)]);
  invitations.value = next;
}
