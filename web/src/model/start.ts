import { effect } from "@preact/signals";
import { disconnect } from "../net/client";
import { setSecrets } from "../net/secrets";
import { alertRunning } from "../platform/hide";
import { covered } from "../platform/lock";
import { onWipe } from "../platform/wipe";
import { openAsked } from "../platform/worker";
import { chats, watchDirect } from "./direct";
import { forgetDrafts } from "./drafts";
import { past, watchPast } from "./past";
import { clear } from "./press";
import { go } from "./screen";
import { giveUpAll } from "./sending";
import { endedBy, me, phase, startSession } from "./session";
import { inDanger, invitations, refreshStanding, silence, watchStanding } from "./standing";
import { end, followPosition } from "./where";

/** Everything the page follows from its opening to its end. */
export async function startModel(): Promise<void> {
  onWipe(forgetAll);
  effect(() => {
    alertRunning.value = inDanger.value;
  });
  // Asked once, at the first connection: which does not wait for a disk that is slow.
  watchPast();
  watchDirect();
  await startSession();
  await watchStanding();
  forgetWhoLeft();
  followPosition();
  stayWithinReach();
  effect(() => {
    const asked = openAsked.value;
    if (!asked || covered.value || phase.value !== "in") return;
    openAsked.value = null;
    void openRoomOf(asked.alert);
  });
}

/** Once for each sign-in, and never in the way of anything: the next opening asks again. */
function stayWithinReach(): void {
  let told: string | null = null;
  effect(() => {
    const here = phase.value === "in" ? (me.value?.person ?? null) : null;
    if (here === told) return;
    told = here;
    if (here) void import("../platform/push").then((push) => push.announce()).catch(() => {});
  });
}

/** A tapped notification may name its alert; if not, the first one not answered yet. */
async function openRoomOf(alert: string | undefined): Promise<void> {
  if (!alert) await refreshStanding();
  const first = invitations.peek().find((item) => item.state === "running");
  const chosen = alert ?? first?.alert;
  if (!chosen || inDanger.peek()) return;
  silence(chosen);
  go({ at: "room", alert: chosen });
}

/** Who signs in next on this page finds nothing of whoever was here before. */
function forgetWhoLeft(): void {
  let here: string | null = null;
  effect(() => {
    const next = me.value?.person ?? null;
    if (here !== null && next !== null && next !== here) forgetPerson();
    here = next ?? here;
  });
  effect(() => {
    if (phase.value === "out" && endedBy.value === null) forgetPerson();
  });
}

/** Typed words outlive an expired session, so that signing in again loses nothing. */
function forgetPerson(): void {
  invitations.value = [];
  past.value = [];
  chats.value = [];
  forgetDrafts();
  giveUpAll();
}

/** Before the device is erased: what this page holds in memory. */
function forgetAll(): void {
  disconnect();
  setSecrets({});
  end();
  clear();
  forgetPerson();
}
