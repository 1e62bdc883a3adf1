import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeServer, refusal } from "../net/fakeServer";
import { insist } from "./insist";

const TAP = { alert: "alert-one", call: "call-one" };
let server: FakeServer;

beforeEach(() => {
  vi.useFakeTimers();
  server = new FakeServer();
});

afterEach(() => vi.useRealTimers());

const accept = () => {
  server.answers["alert.call"] = () => ({ body: { state: "acting" } });
};

test("a busy server is asked again after the wait it names", async () => {
  server.answers["alert.call"] = () => refusal("too_fast", 4_000);
  const answered = insist("alert.call", TAP);
  await vi.advanceTimersByTimeAsync(3_900);
  expect(server.asked).toHaveLength(1);
  accept();
  await vi.advanceTimersByTimeAsync(200);
  expect(await answered).toEqual({ state: "acting" });
});

test("whoever is told to try again does, even without a wait", async () => {
  server.answers["alert.call"] = () => refusal("try_again");
  const answered = insist("alert.call", TAP);
  await vi.advanceTimersByTimeAsync(900);
  expect(server.asked).toHaveLength(1);
  accept();
  await vi.advanceTimersByTimeAsync(200);
  expect(await answered).toEqual({ state: "acting" });
});
