import { describe, expect, it } from "vitest";
import { hashAfter } from "./sha256";
import { solve } from "./solve";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const hex = (words: Int32Array): string =>
  Array.from(words, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
const platform = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
const hexOf = (hash: Uint8Array): string =>
  Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
const alive = new AbortController().signal;

describe("SHA-256", () => {
  /** Source: FIPS 180-4, the examples published with it. */
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    ],
  ])("of %j is the published one", (text, expected) => {
    expect(hex(hashAfter(bytes(text))(""))).toBe(expected);
  });

  it("is the same as the platform's for every length around a block", async () => {
    for (let length = 0; length < 200; length += 1) {
      const prefix = "x".repeat(length);
      expect(hex(hashAfter(bytes(prefix))("42"))).toBe(hexOf(await platform(`${prefix}42`)));
    }
  });

  it("does not carry one ending into the next", async () => {
    const hash = hashAfter(bytes("ticket."));
    hash("1234567890");
    expect(hex(hash("7"))).toBe(hexOf(await platform("ticket.7")));
  });
});

describe("the puzzle of the door", () => {
  it("is answered with a number the server accepts", async () => {
    const answer = await solve("ticket-of-ada", 12, alive);
    const hash = hexOf(await platform(`ticket-of-ada.${answer}`));
    expect(hash.slice(0, 3)).toBe("000");
  });

  it("costs nothing while it is calm", async () => {
    expect(await solve("ticket-of-ada", 0, alive)).toBe(0);
  });

  it("lets the page live while it computes, and stops with it", async () => {
    const life = new AbortController();
    let lived = 0;
    const beat = setInterval(() => {
      lived += 1;
      if (lived === 3) life.abort();
    });
    await expect(solve("ticket-of-ada", 32, life.signal)).rejects.toThrow();
    clearInterval(beat);
    expect(lived).toBeGreaterThanOrEqual(3);
  });
});
