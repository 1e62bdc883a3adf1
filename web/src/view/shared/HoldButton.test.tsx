import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, test } from "vitest";
import { t } from "../../words/app";
import { language } from "../../words/area";
import { HoldButton } from "./HoldButton";

function Button() {
  const words = {
    label: t("alert.button"),
    hint: t("alert.hold"),
    early: "",
    confirm: "",
    yes: "",
    no: "",
  };
  return <HoldButton kind="alert" words={words} onDone={() => {}} />;
}

test("what to do stands under it in the language of the page, also when that is learnt late", async () => {
  language.value = "fr";
  await act(() => render(<Button />, document.body));
  expect(document.body.textContent).toContain("Maintiens 2 secondes");
  await act(() => {
    language.value = "en";
  });
  expect(document.body.textContent).toContain(t("alert.hold"));
  expect(document.body.textContent).not.toContain("Maintiens");
});
