let wanted = false;
let lock: WakeLockSentinel | null = null;
let shade: HTMLElement | null = null;

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

/** Her screen dims while her alert runs: a lit face in the dark gives her away. */
export function dim(on: boolean): void {
  if (!on) {
    shade?.remove();
    shade = null;
  } else if (!shade) {
    shade = darkness();
    document.documentElement.append(shade);
  }
}

/** The browser drops the lock each time the page is left; it is asked for again on return. */
async function acquire(): Promise<void> {
  if (!wanted || !("wakeLock" in navigator) || document.visibilityState !== "visible") return;
  lock = await navigator.wakeLock.request("screen").catch(() => null);
  if (!wanted) await lock?.release().catch(() => {});
}

function darkness(): HTMLElement {
  const layer = document.createElement("div");
  layer.setAttribute("aria-hidden", "true");
  Object.assign(layer.style, {
    position: "fixed",
    inset: "0",
    background: "#000",
    opacity: "0.35",
    pointerEvents: "none",
    zIndex: "50",
  });
  return layer;
}
