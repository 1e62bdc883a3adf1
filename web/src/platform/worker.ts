import { signal } from "@preact/signals";

/** A tapped notification asked for a room; the app shows it once it is not covered. */
export const openAsked = signal<{ alert: string | undefined } | null>(null);

/** The self-tests whose push arrived on this device. */
export const testsArrived = signal<ReadonlySet<string>>(new Set());

type Told = { type: "open-alert"; alert?: string } | { type: "push-test"; test?: string };

/** Registers the worker that opens the app offline and wakes it. Call once the page is drawn. */
export async function installWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.addEventListener("message", (event) => hear(event.data as Told));
  const registration = await navigator.serviceWorker.register("/sw.js").catch(() => null);
  if (!registration) return;
  const ready = await navigator.serviceWorker.ready;
  ready.active?.postMessage({ type: "ready" });
}

function hear(told: Told): void {
  if (told.type === "open-alert") openAsked.value = { alert: told.alert };
  else if (told.test) testsArrived.value = new Set([...testsArrived.value, told.test]);
}
