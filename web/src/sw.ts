import { readKeep } from "./platform/keep";
import { noticeOf, type Push, readPush } from "./platform/notice";

declare const self: ServiceWorkerGlobalScope;
/** The files of the shell and a name that changes with any of them; written by the build. */
declare const __SHELL__: string[];
declare const __VERSION__: string;

const CACHE = `s-${__VERSION__}`;
/** One page, under one address. */
const PAGE = "/";
const SHELL = new Set([PAGE, ...__SHELL__.filter((file) => !file.endsWith(".html"))]);
const OPENING_MS = 15_000;

/** What a tapped notification asked for, until the page it opened says it is ready. */
let asked: { alert: string | undefined; at: number } | null = null;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const file = shellFile(event.request);
  if (file) event.respondWith(fromShell(file, event.request));
});
self.addEventListener("push", (event) => event.waitUntil(show(readPush(event.data?.text()))));
self.addEventListener("notificationclick", (event) => event.waitUntil(open(event.notification)));
self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(renew(event as PushSubscriptionChangeEvent));
});
self.addEventListener("message", (event) => {
  if (event.data?.type === "ready") answer(event.source as Client | null);
});

/**
 * A new version takes over at once but never reloads a page: a finger may be on the alert button.
 * Whoever has the app open keeps the version before, whose files stay until the next one.
 */
async function install(): Promise<void> {
  const cache = await caches.open(CACHE);
  await cache.addAll([...SHELL].map((file) => new Request(file, { cache: "reload" })));
  void self.skipWaiting();
}

async function activate(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name !== CACHE).slice(0, -1);
  await Promise.all(older.map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** Only the shell is ever answered from here; nothing of a person is ever put in a cache. */
function shellFile(request: Request): string | null {
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return null;
  if (request.headers.has("range")) return null;
  const { pathname } = address;
  return SHELL.has(pathname) || pathname.startsWith("/assets/") ? pathname : null;
}

/** This version's file, else the version before's (a page still open), else the network. */
async function fromShell(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(file)) ?? (await caches.match(file)) ?? fetch(request);
}

/** A push must always be seen, whatever fails: the keep may be unreadable. */
async function show(push: Push): Promise<void> {
  const keep = await readKeep().catch(() => ({}));
  const { title, options } = noticeOf(push, keep);
  await self.registration.showNotification(title, options);
  if (push.k === "t") await tellPages({ type: "push-test", test: push.i });
}

async function tellPages(message: unknown): Promise<void> {
  for (const page of await pages()) page.postMessage(message);
}

function pages(): Promise<readonly WindowClient[]> {
  return self.clients.matchAll({ type: "window", includeUncontrolled: true });
}

async function open(notification: Notification): Promise<void> {
  notification.close();
  const { k, i } = (notification.data ?? {}) as Partial<Push>;
  const message = { type: "open-alert", alert: k === "t" ? undefined : i };
  const [page] = (await pages()).filter((one) => new URL(one.url).pathname === PAGE);
  if (page) {
    page.postMessage(message);
    await page.focus().catch(() => undefined);
    return;
  }
  asked = { alert: message.alert, at: Date.now() };
  await self.clients.openWindow(PAGE);
}

function answer(page: Client | null): void {
  if (!page || !asked || Date.now() - asked.at > OPENING_MS) return;
  page.postMessage({ type: "open-alert", alert: asked.alert });
  asked = null;
}

interface PushSubscriptionChangeEvent extends ExtendableEvent {
  oldSubscription?: PushSubscription | null;
  newSubscription?: PushSubscription | null;
}

/** The browser replaced the subscription: the server must learn the new one, or she is not woken. */
async function renew(event: PushSubscriptionChangeEvent): Promise<void> {
  const { device } = await readKeep();
  const options = event.oldSubscription?.options;
  if (!device) return;
  const fresh =
    event.newSubscription ??
    (await self.registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: options?.applicationServerKey ?? (await serverKey(device)),
    }));
  const { endpoint, keys } = fresh.toJSON();
  await post("push.subscribe", { endpoint, p256dh: keys?.p256dh, auth: keys?.auth }, device);
  const gone = event.oldSubscription?.endpoint;
  if (gone && gone !== endpoint) await post("push.unsubscribe", { endpoint: gone }, device);
}

async function serverKey(device: string): Promise<string> {
  const response = await post("push.key", {}, device);
  return ((await response.json()) as { key: string }).key;
}

function post(name: string, body: unknown, device: string): Promise<Response> {
  return fetch(`/api/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json", "X-Veilleuse-Device": device },
    credentials: "same-origin",
  });
}
