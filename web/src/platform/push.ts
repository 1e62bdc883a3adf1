import { call } from "../net/client";
import { readKeep } from "./keep";
import { testsArrived } from "./worker";

/** `install`: iOS wakes only apps added to the home screen. `shared`: nothing may outlive the tab. */
export type Availability = "on" | "ask" | "denied" | "install" | "shared" | "unsupported";

const ARRIVAL_MS = 25_000;

export async function available(): Promise<Availability> {
  if ((await readKeep()).shared) return "shared";
  if (isIos() && !isInstalled()) return "install";
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await current()) ? "on" : "ask";
}

/** Must follow a touch: browsers ask the person only then. @throws RefusedError, OfflineError */
export async function subscribe(): Promise<Availability> {
  if ((await Notification.requestPermission()) !== "granted") return available();
  const { key } = await call("push.key", {});
  await call("push.subscribe", toWire(await fresh(fromBase64Url(key))));
  return available();
}

/**
 * Tells the server again what this browser is woken with, at each sign-in: it may have forgotten
 * it, or know it as a session's that is over, and then she would believe herself within reach.
 */
export async function announce(): Promise<void> {
  const able = "serviceWorker" in navigator && "PushManager" in window;
  if (!able || (await readKeep()).shared || !(await current())) return;
  const { key } = await call("push.key", {});
  await call("push.subscribe", toWire(await fresh(fromBase64Url(key))));
}

export async function unsubscribe(): Promise<void> {
  const subscription = await current();
  if (!subscription) return;
  const { endpoint } = subscription;
  await subscription.unsubscribe();
  await call("push.unsubscribe", { endpoint });
}

/** A test on its way. `arrived` turns true once this device's worker has shown it. */
export interface Test {
  test: string;
  arrived: Promise<boolean>;
}

/** Asks for a real push to this device. @throws RefusedError, OfflineError */
export async function test(waitMs = ARRIVAL_MS): Promise<Test> {
  const subscription = await current();
  if (!subscription) throw new Error("no subscription on this device");
  const { test } = await call("push.test", { endpoint: subscription.endpoint });
  return { test, arrived: arrival(test, waitMs) };
}

export function isIos(): boolean {
  const iPad = navigator.userAgent.includes("Macintosh") && navigator.maxTouchPoints > 1;
  return iPad || /iPhone|iPad|iPod/.test(navigator.userAgent);
}

export function isAndroid(): boolean {
  return navigator.userAgent.includes("Android");
}

export function isInstalled(): boolean {
  return matchMedia("(display-mode: standalone)").matches;
}

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** A subscription made with another server key is of no use to this server. */
async function fresh(key: Uint8Array<ArrayBuffer>): Promise<PushSubscription> {
  const registration = await navigator.serviceWorker.ready;
  const existing = await registration.pushManager.getSubscription();
  if (existing && sameBytes(existing.options.applicationServerKey, key)) return existing;
  await existing?.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

function toWire(subscription: PushSubscription) {
  const { endpoint, keys } = subscription.toJSON();
  return { endpoint: endpoint ?? "", p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" };
}

function arrival(test: string, waitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    let stop = () => {};
    const timer = setTimeout(() => {
      stop();
      resolve(false);
    }, waitMs);
    stop = testsArrived.subscribe((arrived) => {
      if (!arrived.has(test)) return;
      clearTimeout(timer);
      queueMicrotask(() => stop());
      resolve(true);
    });
  });
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function sameBytes(held: ArrayBuffer | null, key: Uint8Array): boolean {
  const bytes = new Uint8Array(held ?? new ArrayBuffer(0));
  return bytes.length === key.length && bytes.every((byte, index) => byte === key[index]);
}
