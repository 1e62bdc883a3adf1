import { signal } from "@preact/signals";
import { OfflineError, RefusedError } from "../net/client";
import { t } from "../words/app";
import { newId } from "./ids";
import { noticeRefusal } from "./session";

export interface Toast {
  id: string;
  text: string;
}

const SHOWN_MS = 6_000;

export const toasts = signal<Toast[]>([]);

export function toast(text: string): void {
  if (toasts.value.some((known) => known.text === text)) return;
  const id = newId();
  toasts.value = [...toasts.value, { id, text }];
  setTimeout(() => dismiss(id), SHOWN_MS);
}

export function dismiss(id: string): void {
  toasts.value = toasts.value.filter((known) => known.id !== id);
}

/** What went wrong, as a sentence for her. */
export function explain(error: unknown): string {
  noticeRefusal(error);
  if (error instanceof RefusedError) return error.sentence;
  return error instanceof OfflineError ? t("offline.try") : t("error.unknown");
}

/** For gestures whose failure loses nothing: say it, go on. */
export function sayError(error: unknown): void {
  toast(explain(error));
}
