import type { fr } from "./platform.fr";

export const en: Record<keyof typeof fr, string> = {
  hide: "Hide",
  hideHow: "Hide at once (or press Shift three times)",
  wipeHold: "Hold 2 seconds to erase everything",
  wipeEarly: "Released too early: nothing is erased.",
  wipeConfirm: "Erase everything from this device?",
  wipeYes: "Yes",
  wipeNo: "No",
  wipeTitle: "Erase everything from this device",
  wipeInAlert:
    "Your alert will go on, but this device will no longer send your position and cannot stop it any more.",
  wipeWhat:
    "The session and all the app kept here disappear. The browser history stays: no page can erase it.",
  mistake: "Launched by mistake?",
  wiping: "Erasing…",
  wiped: "It is erased from this device.",
  wipedPartly: "Erased, except for a part this browser refused to touch.",
  wipedPartlyHow: "Close this page, then clear this site’s data in the browser settings.",
  serverTold: "The server has closed your session on this device.",
  serverAlertGoesOn: "Your alert goes on: the people alarmed keep your last point.",
  serverLater:
    "The server is not answering yet. This page will tell it as soon as the network is back. Even without that, your session cannot open any more: its key is destroyed.",
  serverNothing: "There was no session left to close on this device.",
  remains: "What a page cannot erase",
  remainsHistory: "The browser history: remove this site’s line yourself.",
  remainsTyped: "The e-mail address or password the browser remembered: look in its settings.",
  remainsBill: "Calls and texts in the phone and on the bill.",
  remainsShots: "Screenshots and photos.",
  remainsIcon: "The icon, if you added it to the home screen: remove it like any other.",
  remainsClose: "Then close this tab.",
};
