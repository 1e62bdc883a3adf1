import "../styles/tokens.css";
import "./aide.css";
import { effect, untracked } from "@preact/signals";
import { render } from "preact";
import { followDeviceTheme } from "../styles/theme";
import { language, setLanguage } from "../words/area";
import { shown } from "./life";
import { installLeaving, startAnew } from "./model/leaving";
import "./model/talk";
import { Aide } from "./view/Aide";

/** The visitor's page: it knows nothing of members, and keeps nothing. */
export function open(root: HTMLElement): void {
  followDeviceTheme();
  setLanguage(language.peek());
  effect(() => {
    const drawn = shown.value;
    untracked(() => draw(root, drawn));
  });
  installLeaving();
  startAnew();
}

/** Nothing of the page is left in the document, not even what the HTML brought. */
function draw(root: HTMLElement, drawn: boolean): void {
  if (!drawn) {
    render(null, root);
    root.replaceChildren();
  } else render(<Aide />, root);
}

const root = document.getElementById("app");
if (root) open(root);
