import { signal } from "@preact/signals";
import type { Fix } from "../protocol";

export type GeoError = "denied" | "unavailable";

/** The last point this page has read, as the receiver counts (`readAt`); in memory only. */
export const lastFix = signal<Fix | null>(null);

const OPTIONS: PositionOptions = { enableHighAccuracy: true, maximumAge: 5_000, timeout: 30_000 };

/** Follows the device until the returned function is called. An error never ends the watch. */
export function watch(
  onFix: (fix: Fix) => void,
  onError: (error: GeoError) => void = () => {},
): () => void {
  if (typeof navigator === "undefined" || !navigator.geolocation) {
    onError("unavailable");
    return () => {};
  }
  let id = begin(onFix, onError);
  // A phone that slept can leave a watch silent: begin it anew when the page is seen again.
  const again = () => {
    if (document.visibilityState !== "visible") return;
    navigator.geolocation.clearWatch(id);
    id = begin(onFix, onError);
  };
  document.addEventListener("visibilitychange", again);
  return () => {
    document.removeEventListener("visibilitychange", again);
    navigator.geolocation.clearWatch(id);
  };
}

/** Her last point leaves the memory of this page (wipe, sign-out). */
export function forgetFix(): void {
  lastFix.value = null;
}

function begin(onFix: (fix: Fix) => void, onError: (error: GeoError) => void): number {
  return navigator.geolocation.watchPosition(
    (position) => {
      const fix = toFix(position, Date.now());
      lastFix.value = fix;
      onFix(fix);
    },
    (error) => onError(error.code === error.PERMISSION_DENIED ? "denied" : "unavailable"),
    OPTIONS,
  );
}

/** Some receivers count from another epoch or run ahead: a point is never from the future. */
export function toFix(position: GeolocationPosition, now: number): Fix {
  const { latitude, longitude, accuracy } = position.coords;
  const told = Math.round(position.timestamp);
  const believable = told > now - 24 * 3_600_000 && told <= now;
  return { lat: latitude, lon: longitude, accuracy_m: accuracy, at: believable ? told : now };
}
