import "./styles/tokens.css";
import "./styles/base.css";
import { render } from "preact";
import { speakAsKept } from "./model/session";
import { startModel } from "./model/start";
import { installSound } from "./platform/alarm";
import { installHide } from "./platform/hide";
import { installIdentity } from "./platform/identity";
import { openLock } from "./platform/lock";
import { installWipe } from "./platform/wipe";
import { installWorker } from "./platform/worker";
import { followDeviceTheme } from "./styles/theme";
import { App } from "./view/App";

/** A button in another language is better than no button. */
const WORDS_MS = 1_000;

/** What covers the page is decided before anything is drawn. */
async function open(root: HTMLElement): Promise<void> {
  followDeviceTheme();
  installWipe();
  const words = Promise.race([speakAsKept(), new Promise((done) => setTimeout(done, WORDS_MS))]);
  await Promise.all([installHide(), openLock(), installIdentity(), words]);
  installSound();
  render(<App />, root);
  await startModel();
  await installWorker();
}

const root = document.getElementById("app");
if (root) void open(root);
