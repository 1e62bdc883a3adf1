import { beforeEach, expect, test } from "vitest";
import { readKeep } from "./keep";
import { hasLock, locked, lockNow, openLock, removeLock, setLock, unlock } from "./lock";

beforeEach(async () => {
  await removeLock();
});

test("without a code the app opens on itself", async () => {
  await openLock();
  expect([hasLock.value, locked.value]).toEqual([false, false]);
});

test("with a code it opens locked, and only that code opens it", async () => {
  await setLock("4071");
  await openLock();
  expect(locked.value).toBe(true);
  expect(await unlock("0000", 1_000)).toEqual({ state: "wrong" });
  expect(await unlock("4071", 1_000)).toEqual({ state: "open" });
  expect(locked.value).toBe(false);
});

test("the code itself is not kept", async () => {
  await setLock("40719");
  expect(JSON.stringify(await readKeep())).not.toContain("40719");
});

test("after five wrong codes it waits half a minute, even for the right one", async () => {
  await setLock("4071");
  lockNow();
  const at = Date.now();
  for (let tries = 0; tries < 5; tries += 1) await unlock("1111", at);
  expect(await unlock("4071", at + 1_000)).toEqual({ state: "wait", ms: 29_000 });
  expect(await unlock("4071", at + 30_000)).toEqual({ state: "open" });
});

test("locking without a code covers nothing", () => {
  lockNow();
  expect(locked.value).toBe(false);
});
