import { useSignalEffect } from "@preact/signals";
import { alarming } from "../../model/standing";
import { vibrate } from "../../platform/alarm";
import { readKeep } from "../../platform/keep";
import { noticeOf } from "../../platform/notice";

const FELT = [400, 200, 400, 200, 400];

/**
 * Somebody is in danger and this page is covered: no sound and no screen of the alarm, which would
 * tell what the app is, but the same neutral notification a closed app would show.
 */
export function useQuietAlarm(): void {
  useSignalEffect(() => {
    const { alert } = alarming.value ?? {};
    if (alert) void tell(alert);
  });
}

async function tell(alert: string): Promise<void> {
  vibrate(FELT);
  if (!("serviceWorker" in navigator) || Notification.permission !== "granted") return;
  const registration = await navigator.serviceWorker.ready;
  const { title, options } = noticeOf({ k: "a", i: alert }, await readKeep());
  await registration.showNotification(title, options);
}
