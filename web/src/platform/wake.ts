let wanted = false;
let lock: WakeLockSentinel | null = null;

/** The screen stays on (so that position goes on) until the returned function is called. */
export function stayAwake(): () => void {
  wanted = true;
  void acquire();
  document.addEventListener("visibilitychange", acquire);
  return () => {
    wanted = false;
    document.removeEventListener("visibilitychange", acquire);
    void lock?.release().catch(() => {});
    lock = null;
  };
}

/** The browser drops the lock each time the page is left; it is asked for again on return. */
async function acquire(): Promise<void> {
  if (!wanted || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  lock = await navigator.wakeLock.request("screen").catch(() => null);
  if (!wanted) await lock?.release().catch(() => {});
}
