import { expect, test, vi } from "vitest";
import { memoryDrawer } from "./drawer";
import { createKeep } from "./keep";

const disk = () => {
  const drawer = memoryDrawer();
  return { drawer, keep: createKeep(async () => drawer) };
};

test("what is written is read again, by another page too", async () => {
  const { drawer, keep } = disk();
  await keep.write({ device: "secret", language: "en" });
  const otherPage = createKeep(async () => drawer);
  expect(await otherPage.read()).toEqual({ device: "secret", language: "en" });
});

test("a patch leaves the other fields, and undefined forgets one", async () => {
  const { keep } = disk();
  await keep.write({ device: "secret", credential: "launch" });
  await keep.write({ device: undefined });
  expect(await keep.read()).toEqual({ credential: "launch" });
});

test("two writes at once lose nothing of each other, whatever the browser locks", async () => {
  const { keep } = disk();
  await keep.write({ credential: "launch" });
  await Promise.all([keep.write({ credential: undefined }), keep.write({ language: "fr" })]);
  expect(await keep.read()).toEqual({ language: "fr" });
});

test("the names on disk say nothing", async () => {
  const { drawer, keep } = disk();
  await keep.write({ device: "x", credential: "y", press: { id: "z", at: 1 }, lockHash: "h" });
  expect(await drawer.read()).not.toMatch(/device|credential|press|lock|alert/);
});

test("on a shared device nothing is left on the disk, the page still knows", async () => {
  const { drawer, keep } = disk();
  await keep.write({ language: "fr" });
  await keep.write({ shared: true, device: "secret" });
  expect(await drawer.read()).toBeNull();
  expect(await keep.read()).toEqual({ language: "fr", shared: true, device: "secret" });
});

test("after erasing, a late write puts nothing back", async () => {
  const { drawer, keep } = disk();
  await keep.write({ device: "secret" });
  await keep.erase();
  await keep.write({ language: "fr" });
  expect(await drawer.read()).toBeNull();
});

test("after erasing, looking makes nothing anew", async () => {
  const { drawer, keep } = disk();
  await keep.erase();
  const looked = vi.spyOn(drawer, "read");
  expect(await keep.read()).toEqual({});
  expect(looked).not.toHaveBeenCalled();
});

test("a half-written text is forgotten, not fatal", async () => {
  const { drawer, keep } = disk();
  await drawer.write('{"d":"sec');
  expect(await keep.read()).toEqual({});
});

test("a browser that lends no storage still works while the page is open", async () => {
  const keep = createKeep(() => Promise.reject(new Error("private window")));
  await keep.write({ device: "secret" });
  expect(await keep.read()).toEqual({ device: "secret" });
});
