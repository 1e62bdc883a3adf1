import { signal } from "@preact/signals";
import { call } from "../net/client";
import type { CallEnd } from "../protocol";
import { newId } from "./ids";
import { insist } from "./insist";
import { noticeRefusal } from "./session";
import { setMyState, silence } from "./standing";
import { sayError } from "./toasts";

export type Answer = "acting" | "declined";

/** A call that was tapped and whose outcome is not told yet. */
export const calling = signal<{ alert: string; call: string; back: boolean } | null>(null);

/** A desktop hands the call to another program and never hides the page. */
const STILL_HERE_MS = 4_000;

/** The alarm falls silent at once; the answer follows. */
export async function answer(alert: string, said: Answer): Promise<boolean> {
  silence(alert);
  try {
    const { state } = await call("alert.answer", { alert, answer: said });
    setMyState(alert, state);
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

/** The tap on its way to the server: its outcome follows it, never overtakes it. */
let told: Promise<unknown> = Promise.resolve();

/** The phone opens whether or not this is recorded; the record follows when there is a network. */
export function tapCall(alert: string): void {
  const id = newId();
  calling.value = { alert, call: id, back: false };
  told = insist("alert.call", { alert, call: id }).catch(noticeRefusal);
  setTimeout(cameBack, STILL_HERE_MS);
}

export function endCall(outcome: CallEnd["outcome"] | null): void {
  const ended = calling.peek();
  calling.value = null;
  if (!ended || !outcome) return;
  const end = { alert: ended.alert, call: ended.call, outcome };
  void told.then(() => insist("alert.call_end", end)).catch(sayError);
}

function cameBack(): void {
  if (document.visibilityState === "visible" && calling.value) {
    calling.value = { ...calling.value, back: true };
  }
}

document.addEventListener("visibilitychange", cameBack);
