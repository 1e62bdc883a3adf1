import { signal } from "@preact/signals";

/** The rooms of the staff console. */
export type Part = "board" | "reports" | "desk" | "overview";

const PARTS: Record<string, readonly Part[]> = {
  partner: ["board"],
  moderator: ["reports"],
  admin: ["reports", "overview"],
  officer: ["desk"],
  expert: ["desk"],
  supervisor: ["overview"],
};

/** What somebody of this role works with; empty: not of the staff. */
export function partsOf(role: string): readonly Part[] {
  return PARTS[role] ?? [];
}

const chosen = signal<Part | null>(null);

export function choosePart(part: Part): void {
  chosen.value = part;
}

/** The one shown now. */
export function partOf(role: string): Part | undefined {
  const parts = partsOf(role);
  return parts.find((part) => part === chosen.value) ?? parts[0];
}
