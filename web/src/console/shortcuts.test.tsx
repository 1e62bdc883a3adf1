import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { installShortcuts, step, useShortcut } from "./shortcuts";

const letter = vi.fn();
const arrow = vi.fn();
const leave = vi.fn();

function Desk() {
  useShortcut("j", letter);
  useShortcut("ArrowDown", arrow);
  useShortcut("Escape", leave);
  return (
    <>
      <section class="list">
        <button type="button" data-row>
          one
        </button>
        <button type="button" data-row>
          two
        </button>
      </section>
      <textarea />
      <canvas tabIndex={0} />
    </>
  );
}

beforeAll(async () => {
  installShortcuts();
  await act(() => render(<Desk />, document.body));
});

afterEach(() => {
  vi.clearAllMocks();
  document.querySelector(".sheet")?.remove();
});

function press(key: string, on: string) {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
  document.querySelector(on)?.dispatchEvent(event);
}

test("a letter acts from anywhere but a field", () => {
  press("j", "canvas");
  press("J", "body");
  expect(letter).toHaveBeenCalledTimes(2);
  press("j", "textarea");
  expect(letter).toHaveBeenCalledTimes(2);
});

test("arrows belong to the map when it has the focus", () => {
  press("ArrowDown", "canvas");
  expect(arrow).not.toHaveBeenCalled();
  press("ArrowDown", ".list button");
  expect(arrow).toHaveBeenCalledOnce();
});

test("an open sheet keeps its keys", () => {
  document.body.insertAdjacentHTML("beforeend", '<div class="sheet"></div>');
  press("Escape", "body");
  expect(leave).not.toHaveBeenCalled();
});

test("the Escape that closes a sheet does nothing more", () => {
  document.body.insertAdjacentHTML("beforeend", '<div class="sheet"><p></p></div>');
  const sheet = document.querySelector(".sheet");
  sheet?.addEventListener("keydown", () => sheet.remove());
  press("Escape", ".sheet p");
  expect(document.querySelector(".sheet")).toBeNull();
  expect(leave).not.toHaveBeenCalled();
});

test("rows are walked and the ends hold", () => {
  const names = [1, 1, 1, -1].map((by) => {
    step(by as 1 | -1);
    return document.activeElement?.textContent;
  });
  expect(names).toEqual(["one", "two", "two", "one"]);
});
