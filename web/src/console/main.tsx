import "../styles/tokens.css";
import "../styles/base.css";
import "./console.css";
import { render } from "preact";
import { startSession } from "../model/session";
import { installHide } from "../platform/hide";
import { installIdentity } from "../platform/identity";
import { openLock } from "../platform/lock";
import { installWipe } from "../platform/wipe";
import { followDeviceTheme } from "../styles/theme";
import { Console } from "./Console";
import { installShortcuts } from "./shortcuts";

/** The door of partners and moderators: same session, same curtain, other rooms. */
async function open(root: HTMLElement): Promise<void> {
  followDeviceTheme();
  await Promise.all([installHide(), openLock(), installIdentity()]);
  installWipe();
  installShortcuts();
  render(<Console />, root);
  await startSession();
}

const root = document.getElementById("app");
if (root) void open(root);
