/** What is typed and not sent, per conversation; in memory only, never lost to a change of screen. */
const drafts = new Map<string, string>();

export function draftOf(key: string): string {
  return drafts.get(key) ?? "";
}

export function keepDraft(key: string, text: string): void {
  if (text) drafts.set(key, text);
  else drafts.delete(key);
}

export function forgetDrafts(): void {
  drafts.clear();
}
