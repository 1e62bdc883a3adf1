import { signal } from "@preact/signals";
import type { Fix } from "../protocol";

export const lastFix = signal<Fix | null>(null);

export function watch(
  _onFix: (fix: Fix) => void,
  _onError: (reason: "denied" | "unavailable") => void,
): () => void {
  return () => undefined;
}
