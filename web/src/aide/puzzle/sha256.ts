/** SHA-256 (FIPS 180-4), at once: the browser's own answers each hash later, far too slowly. */
const BLOCK = 64;

const primes: number[] = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((p) => n % p !== 0)) primes.push(n);

const fraction = (root: number): number => ((root % 1) * 2 ** 32) | 0;
const START = Int32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)));
const ROUND = Int32Array.from(primes, (p) => fraction(Math.cbrt(p)));

const words = new Int32Array(BLOCK);
const word = (at: number): number => words[at] as number;
const turned = (x: number, by: number): number => (x >>> by) | (x << (32 - by));

/**
 * The eight words of the hash of `prefix` followed by an ASCII ending of at most 50 characters.
 * Whole blocks of the prefix are hashed once, however many endings are tried. The array returned is
 * overwritten by the next call.
 */
export function hashAfter(prefix: Uint8Array): (ending: string) => Int32Array {
  const whole = prefix.length - (prefix.length % BLOCK);
  const begun = START.slice();
  absorb(begun, new DataView(prefix.buffer, prefix.byteOffset, whole));
  const rest = prefix.subarray(whole);
  const tail = new Uint8Array(2 * BLOCK);
  const state = new Int32Array(8);
  return (ending) => {
    state.set(begun);
    absorb(state, pad(tail, rest, ending, whole));
    return state;
  };
}

/** What is left, a one, zeros, and the length in bits: one block, or two. */
function pad(tail: Uint8Array, rest: Uint8Array, ending: string, before: number): DataView {
  const length = rest.length + ending.length;
  const size = length + 9 > BLOCK ? 2 * BLOCK : BLOCK;
  tail.fill(0);
  tail.set(rest);
  for (let i = 0; i < ending.length; i += 1) tail[rest.length + i] = ending.charCodeAt(i);
  tail[length] = 0x80;
  const view = new DataView(tail.buffer, 0, size);
  view.setUint32(size - 4, (before + length) * 8);
  return view;
}

function absorb(state: Int32Array, bytes: DataView): void {
  for (let at = 0; at < bytes.byteLength; at += BLOCK) {
    for (let i = 0; i < 16; i += 1) words[i] = bytes.getInt32(at + 4 * i);
    spread();
    compress(state);
  }
}

function spread(): void {
  for (let i = 16; i < BLOCK; i += 1) {
    const x = word(i - 15);
    const y = word(i - 2);
    const low = turned(x, 7) ^ turned(x, 18) ^ (x >>> 3);
    const high = turned(y, 17) ^ turned(y, 19) ^ (y >>> 10);
    words[i] = word(i - 16) + low + word(i - 7) + high;
  }
}

function compress(state: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let i = 0; i < BLOCK; i += 1) {
    const ahead = turned(e, 6) ^ turned(e, 11) ^ turned(e, 25);
    const one = (h + ahead + ((e & f) ^ (~e & g)) + (ROUND[i] as number) + word(i)) | 0;
    const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  add(state, a, b, c, d, e, f, g, h);
}

function add(state: Int32Array, ...more: number[]): void {
  for (let i = 0; i < 8; i += 1) state[i] = (state[i] as number) + (more[i] as number);
}
