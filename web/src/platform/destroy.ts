import { eraseKeep } from "./keep";

/** A step that never ends must not keep the page from saying what was done. */
const PATIENCE_MS = 6_000;
/** Leaving the push service may wait for a network that is not there; unregistering does not. */
const PUSH_PATIENCE_MS = 1_500;

/**
 * Everything this origin left in the browser, as far as a page can reach. The keep goes first: it
 * holds the secret without which the session is dead. False when a part refused.
 */
export async function destroyTraces(): Promise<boolean> {
  const keep = await tried(eraseKeep());
  const rest = await Promise.all(
    [
      eraseStorages(),
      eraseCookies(),
      eraseDatabases(),
      eraseFiles(),
      eraseCaches(),
      leaveWorkers(),
    ].map((work) => tried(work)),
  );
  return keep && rest.every(Boolean);
}

async function tried(work: Promise<void>, patienceMs = PATIENCE_MS): Promise<boolean> {
  const late = new Promise<boolean>((resolve) => setTimeout(resolve, patienceMs, false));
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]);
}

async function eraseStorages(): Promise<void> {
  localStorage.clear();
  sessionStorage.clear();
}

/** Those a page may touch; the session's own is HttpOnly and dies with `Clear-Site-Data`. */
async function eraseCookies(): Promise<void> {
  for (const pair of document.cookie.split(";")) {
    const name = pair.split("=")[0]?.trim();
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    if (name) document.cookie = `${name}=; max-age=0; path=/; secure`;
  }
}

async function eraseDatabases(): Promise<void> {
  if (typeof indexedDB === "undefined" || !indexedDB.databases) return;
  for (const { name } of await indexedDB.databases()) {
    if (name) indexedDB.deleteDatabase(name);
  }
}

async function eraseFiles(): Promise<void> {
  if (!navigator.storage?.getDirectory) return;
  const folder = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  await Promise.all(names.map((name) => folder.removeEntry(name, { recursive: true })));
}

async function eraseCaches(): Promise<void> {
  if (typeof caches === "undefined") return;
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** Notifications shown, the push subscription, the worker itself. */
async function leaveWorkers(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registrations = await navigator.serviceWorker.getRegistrations();
  await Promise.all(registrations.map(leaveWorker));
}

async function leaveWorker(registration: ServiceWorkerRegistration): Promise<void> {
  for (const shown of await registration.getNotifications().catch(() => [])) shown.close();
  // Unregistering ends the subscription too; asking first tells the push service when it can.
  const subscription = await registration.pushManager?.getSubscription().catch(() => null);
  const leaving = subscription?.unsubscribe().then(() => undefined);
  if (leaving) await tried(leaving, PUSH_PATIENCE_MS);
  await registration.unregister();
}
