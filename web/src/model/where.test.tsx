import { render } from "preact";
import { act } from "preact/test-utils";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { FakeServer } from "../net/fakeServer";
import { socket } from "../net/socket";
import { forgetFix } from "../platform/geo";
import { writeKeep } from "../platform/keep";
import type { Alert } from "../protocol";
import { Located } from "../view/her/Located";
import { language } from "../words/area";
import { startSession } from "./session";
import { own } from "./standing";
import { begin, followPosition, lookNow, reported } from "./where";

const ALERT = { alert: "alert-one", state: "running", located: "last_known" } as Alert;

let server: FakeServer;
let read: PositionCallback;
const watchPosition = vi.fn((found: PositionCallback) => {
  read = found;
  return 1;
});

beforeAll(async () => {
  vi.useFakeTimers();
  vi.spyOn(socket, "connect").mockReturnValue(socket);
  server = new FakeServer();
  const geolocation = { watchPosition, clearWatch: vi.fn() };
  Object.defineProperty(navigator, "geolocation", { value: geolocation, configurable: true });
  await writeKeep({ device: "device-secret" });
  await startSession();
  own.value = ALERT;
  followPosition();
});

afterAll(() => vi.useRealTimers());

beforeEach(() => {
  server.answers = {};
  forgetFix();
  reported.value = null;
  begin();
  watchPosition.mockClear();
});

const found = () =>
  read({
    timestamp: Date.now(),
    coords: { latitude: 47, longitude: 9, accuracy: 12 },
  } as GeolocationPosition);

const answers = (live: boolean) => {
  server.answers["position.report"] = () => ({ body: { live } });
};

async function located(): Promise<string> {
  language.value = "en";
  await act(() => render(<Located alert={ALERT} />, document.body));
  return document.body.textContent ?? "";
}

test("a first reading is given the time it needs", async () => {
  await vi.advanceTimersByTimeAsync(89_000);
  expect(watchPosition).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(22_000);
  expect(watchPosition).toHaveBeenCalledTimes(1);
});

test("a press leaves a first reading the time it needs, and asks for one of now where there was one", () => {
  lookNow();
  expect(watchPosition).not.toHaveBeenCalled();
  found();
  lookNow();
  expect(watchPosition).toHaveBeenCalledTimes(1);
});

test("a reading that has grown old is taken anew", async () => {
  found();
  await vi.advanceTimersByTimeAsync(41_000);
  expect(watchPosition).toHaveBeenCalled();
});

test("a position is said to be sent once the server has it, not when it is read", async () => {
  found();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(server.of("position.report").length).toBeGreaterThan(0);
  expect(await located()).toContain("Last known position sent");
  answers(true);
  found();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await located()).toContain("Position sent · ");
});

test("nor when it went to nobody of her alert, or to those of another", async () => {
  answers(false);
  found();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await located()).toContain("Last known position sent");
  reported.value = { alert: "alert-before", at: 1_000 };
  expect(await located()).toContain("Last known position sent");
});
