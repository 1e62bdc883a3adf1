/** What shows that this page is the visitor's: `visit.secret`. In memory only, as all here. */
let proof: string | null = null;

export const proofNow = (): string | null => proof;

export function setProof(next: string | null): void {
  proof = next;
}

/** 256 bits, as 43 characters the address of nothing. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
