import { hashAfter } from "./sha256";

/** The page stays alive: it draws and listens between two slices. */
const SLICE_MS = 12;
/** Asking the clock costs as much as some hashes. */
const BETWEEN_LOOKS = 32;

/**
 * The smallest number whose decimal digits after `ticket.` have a SHA-256 that begins with `bits`
 * zero bits (at most 24). Throws when `life` ends.
 */
export async function solve(ticket: string, bits: number, life: AbortSignal): Promise<number> {
  const hash = hashAfter(new TextEncoder().encode(`${ticket}.`));
  const fits = (answer: number) => leadingZeros(hash(String(answer))) >= bits;
  for (let from = 0; ; ) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const found = search(fits, from);
      if (found !== null) return found;
      from += BETWEEN_LOOKS;
    }
    await breath();
    life.throwIfAborted();
  }
}

function search(fits: (answer: number) => boolean, from: number): number | null {
  for (let answer = from; answer < from + BETWEEN_LOOKS; answer += 1) {
    if (fits(answer)) return answer;
  }
  return null;
}

const leadingZeros = (hash: Int32Array): number => Math.clz32(hash[0] as number);

const breath = (): Promise<void> => new Promise((go) => setTimeout(go));
