import { expect, test } from "vitest";
import { noticeOf, readPush } from "./notice";

test("a locked screen shows a neutral name and a neutral line", () => {
  const { title, options } = noticeOf(
    { k: "a", i: "x1", b: "never shown" },
    { identity: "minuteur" },
  );
  expect([title, options.body]).toEqual(["Minuteur", "Nouvelle information"]);
  expect(JSON.stringify([title, options.body])).not.toMatch(/alert|danger|aide|help/i);
});

test("an urgent one insists; a test does not", () => {
  expect(noticeOf({ k: "a" }, {}).options).toMatchObject({
    requireInteraction: true,
    renotify: true,
  });
  expect(noticeOf({ k: "t" }, {}).options.requireInteraction).toBe(false);
});

test("explicit words are shown when she chose them, under the name she chose", () => {
  const { title, options } = noticeOf({ k: "e", b: "Someone needs you" }, { identity: "carnet" });
  expect([title, options.body]).toEqual(["Carnet", "Someone needs you"]);
});

test("her language is spoken", () => {
  expect(noticeOf({ k: "a" }, { language: "en" }).options.body).toBe("New information");
});

test("a push that cannot be read still wakes her, neutrally", () => {
  expect(readPush(undefined)).toEqual({ k: "a" });
  expect(readPush("{")).toEqual({ k: "a" });
  expect(readPush('{"k":"zzz"}')).toEqual({ k: "a" });
});
