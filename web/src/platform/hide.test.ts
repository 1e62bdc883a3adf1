import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  alertRunning,
  checkExit,
  hidden,
  hide,
  installHide,
  installShiftTriple,
  unhide,
} from "./hide";

const replace = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(location, "replace").mockImplementation(replace);
  replace.mockClear();
  online(true);
});

afterEach(() => {
  alertRunning.value = false;
  unhide();
  document.body.style.visibility = "";
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function online(is: boolean): void {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(is);
}

test("blank before anything else happens, then the neutral site", () => {
  hide();
  expect(document.body.style.visibility).toBe("hidden");
  expect(document.title.trim()).not.toMatch(/\w/);
  expect(replace).toHaveBeenCalledWith("https://meteofrance.com/");
});

test("during an alert the page is not left: socket and position go on", () => {
  alertRunning.value = true;
  hide();
  vi.advanceTimersByTime(10_000);
  expect(hidden.value).toBe(true);
  expect(replace).not.toHaveBeenCalled();
  expect(document.body.style.visibility).toBe("");
});

test("offline it shows the decoy instead of an error page", () => {
  online(false);
  hide();
  vi.advanceTimersByTime(100);
  expect([hidden.value, replace.mock.calls.length]).toEqual([true, 0]);
});

test("a neutral site that does not come gives way to the decoy", () => {
  hide();
  vi.advanceTimersByTime(3_100);
  expect(document.body.style.visibility).toBe("");
  expect(hidden.value).toBe(true);
});

test("a hidden page stays hidden when it is reloaded, without a new entry", () => {
  const before = history.length;
  alertRunning.value = true;
  hide();
  expect(history.state).toMatchObject({ v: 1 });
  expect(history.length).toBe(before);
  unhide();
  expect(history.state).not.toHaveProperty("v");
});

const press = (key: string, repeat = false) =>
  document.dispatchEvent(new KeyboardEvent("keydown", { key, repeat }));

test("Shift three times hides", () => {
  const stop = installShiftTriple();
  press("Shift");
  press("Shift");
  expect(hidden.value).toBe(false);
  press("Shift");
  expect(hidden.value).toBe(true);
  stop();
});

test("capitals typed in a message, or Shift kept down, do not", () => {
  const stop = installShiftTriple();
  for (const key of ["Shift", "A", "Shift", "B", "Shift", "C"]) press(key);
  for (let held = 0; held < 5; held += 1) press("Shift", true);
  expect(hidden.value).toBe(false);
  stop();
});

test("the neutral site must be https and elsewhere", () => {
  expect(checkExit("fr.wikipedia.org")).toBe("https://fr.wikipedia.org/");
  expect(checkExit("http://example.org")).toBeNull();
  expect(checkExit("javascript:alert(1)")).toBeNull();
  expect(checkExit("nonsense")).toBeNull();
});

test("the app in another tab covers itself, and does not leave", async () => {
  vi.useRealTimers();
  await installHide();
  const other = new BroadcastChannel("b");
  other.postMessage("hide");
  await vi.waitFor(() => expect(hidden.value).toBe(true));
  expect(replace).not.toHaveBeenCalled();
  other.close();
});
