import { computed, signal } from "@preact/signals";
import { call, disconnect, on, onRefused, onResync, RefusedError, reconnect } from "../net/client";
import { type Secrets, setSecrets } from "../net/secrets";
import { type Keep, readKeep, soon, writeKeep } from "../platform/keep";
import type { Me, SignIn } from "../protocol";
import { learn } from "../words/app";
import { setLanguage } from "../words/area";
import { onTabs, tellTabs } from "./tabs";

/** `out`: nobody is signed in here; an alert credential may still be kept. */
export type Phase = "starting" | "out" | "in";

export const phase = signal<Phase>("starting");
export const me = signal<Me | null>(null);
/** Why the last session ended, if the server ended it. */
export const endedBy = signal<string | null>(null);
const kept = signal<Keep>({});

/** A device that cannot write keeps nobody out. */
const KEPT_MS = 2_000;

/** Something here can still launch an alert, session or not. */
export const canLaunch = computed(() => Boolean(kept.value.device ?? kept.value.credential));

/** Opens the app from what the device remembers; the network may come later. */
export async function startSession(): Promise<Keep> {
  const keep = await reload();
  onRefused((code, shown) => void refused(code, shown));
  on("session.ended", ({ reason }) => void end(reason));
  onResync(() => void refreshMe());
  onTabs((news) => {
    if (news === "session") void reload().then(reconnect);
  });
  reconnect();
  return keep;
}

/** In the language this device remembers; resolves when its words are there. */
export async function speakAsKept(): Promise<void> {
  speak(await readKeep().catch((): Keep => ({})));
  await learn();
}

function speak({ language }: Keep): void {
  if (language === "fr" || language === "en") setLanguage(language);
}

/** @throws RefusedError wrong_credentials, too_fast, banned. @throws OfflineError */
export async function signIn(request: SignIn): Promise<void> {
  const answer = await call("session.open", request);
  const secrets = { device: answer.device, credential: answer.alert_credential ?? undefined };
  const keeping = writeKeep({ shared: request.shared || undefined, ...secrets });
  // From now on nothing is shown that these have taken the place of.
  hold({ ...kept.peek(), ...secrets });
  // Whoever sees that she is in and closes the page can launch when she opens it again.
  await soon(keeping, KEPT_MS).catch(() => undefined);
  know({ ...kept.peek(), ...secrets });
  endedBy.value = null;
  setMe(answer.me);
  reconnect();
  // Signed in until the page is closed, where nothing can be kept: the other tabs have no part in it.
  await keeping.then(() => tellTabs("session")).catch(() => undefined);
}

/** Ends the session here first, then tells the server: it works offline. */
export async function signOut(): Promise<void> {
  const closing = call("session.close", {}).catch(() => undefined);
  endedBy.value = null;
  await forget("device");
  await closing;
  reconnect();
  tellTabs("session");
}

export function setMe(next: Me): void {
  me.value = next;
  setLanguage(next.language);
  void writeKeep({ language: next.language }).catch(() => undefined);
}

/**
 * Every failed command passes here: an expired session shows the sign-in, nothing else is lost.
 * `shown`: the secrets the command went with, where the credential's own end matters too.
 */
export function noticeRefusal(error: unknown, shown?: Secrets): void {
  if (!(error instanceof RefusedError) || !ENDING.has(error.code)) return;
  void (shown ? refused(error.code, shown) : end(error.code));
}

const ENDING = new Set(["session_expired", "banned"]);

/** Answers to what was sent before the end may still come: the session ends once. */
async function end(code: string): Promise<void> {
  if (!kept.peek().device) return;
  endedBy.value = code;
  const forgotten = forget("device");
  reconnect();
  await forgotten;
}

/**
 * What was shown is refused: the session's secret, or the alert credential. One with a session that
 * has just ended here says nothing of the credential, which must still launch.
 */
async function refused(code: string, shown: Secrets): Promise<void> {
  const { device, credential } = kept.peek();
  if (shown.device) return shown.device === device ? end(code) : undefined;
  if (device || shown.credential !== credential) return;
  disconnect();
  if (!ENDING.has(code)) return;
  if (code === "banned") endedBy.value = code;
  await forget("credential");
}

/** Here at once; on a device that cannot write, here only. */
function forget(secret: "device" | "credential"): Promise<void> {
  know({ ...kept.peek(), [secret]: undefined });
  return writeKeep({ [secret]: undefined }).catch(() => undefined);
}

async function reload(): Promise<Keep> {
  const keep = await readKeep();
  speak(keep);
  know(keep);
  return keep;
}

function hold(keep: Keep): void {
  setSecrets({ device: keep.device, credential: keep.credential });
  kept.value = keep;
}

function know(keep: Keep): void {
  hold(keep);
  phase.value = keep.device ? "in" : "out";
  if (!keep.device) me.value = null;
}

async function refreshMe(): Promise<void> {
  if (me.peek() || phase.peek() !== "in") return;
  try {
    setMe(await call("me", {}));
  } catch (error) {
    noticeRefusal(error);
  }
}
