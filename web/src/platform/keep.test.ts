import { expect, test, vi } from "vitest";
import { type Drawer, memoryDrawer } from "./drawer";
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

test("a disk that cannot be read is left as it is, and the page opens without it", async () => {
  const { drawer } = disk();
  await drawer.write("old");
  vi.spyOn(drawer, "read").mockRejectedValueOnce(new Error("torn"));
  const keep = createKeep(async () => drawer);
  expect(await keep.read()).toEqual({});
  await keep.write({ language: "fr" });
  expect(await keep.read()).toEqual({ language: "fr" });
  expect(await drawer.read()).toBe("old");
});

test.each([
  ["a disk that never answers", async () => ({ ...memoryDrawer(), read: () => never() })],
  ["a disk that is never lent", () => never()],
])("%s is not waited for", async (_, lend) => {
  vi.useFakeTimers();
  const found = createKeep(lend as () => Promise<Drawer>).read();
  await vi.advanceTimersByTimeAsync(8_100);
  expect(await found).toEqual({});
  vi.useRealTimers();
});

test("a disk that could not be read is erased all the same", async () => {
  const { drawer } = disk();
  await drawer.write("old");
  vi.spyOn(drawer, "read").mockRejectedValueOnce(new Error("torn"));
  const keep = createKeep(async () => drawer);
  await keep.read();
  await keep.erase();
  expect(await drawer.read()).toBeNull();
});

test("a shared device whose disk cannot be erased still knows while the page is open", async () => {
  const { drawer, keep } = disk();
  vi.spyOn(drawer, "erase").mockRejectedValue(new Error("worn"));
  await keep.write({ shared: true, device: "secret" });
  expect((await keep.read()).device).toBe("secret");
});

const never = (): Promise<never> => new Promise(() => {});
