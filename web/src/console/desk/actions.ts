import { go, goHome, screen } from "../../model/screen";
import { explain, toast } from "../../model/toasts";
import { call, RefusedError } from "../../net/client";
import type { Address, Commands, Disclosure, Guide } from "../../protocol";
import { change, keep, keepTalk, refresh } from "./desk";
import { without, withoutTalk } from "./rules";

const accepting = new Set<string>();

/** Somebody else was first: her row goes. */
const ELSEWHERE = new Set(["taken", "not_found", "closed"]);

export async function accept(visit: string): Promise<void> {
  if (accepting.has(visit)) return;
  accepting.add(visit);
  try {
    keepTalk(await call("desk.accept", { visit }));
    go({ at: "talk", visit });
    requestAnimationFrame(() => focusOn(".side.all textarea"));
  } catch (error) {
    if (error instanceof RefusedError && ELSEWHERE.has(error.code)) {
      change((known) => ({ ...known, waiting: without(known.waiting, visit) }));
    }
    toast(explain(error));
  } finally {
    accepting.delete(visit);
  }
}

export function focusOn(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.focus();
}

/** @throws RefusedError, OfflineError */
export async function beOnDuty(on: boolean): Promise<void> {
  keep(await call("desk.duty", { on }));
}

/** @throws RefusedError, OfflineError */
export async function invite(visit: string, officer: string): Promise<void> {
  keepTalk(await call("desk.invite", { visit, officer }));
}

/** @throws RefusedError, OfflineError */
export async function guidesFor(visit: string): Promise<Guide[]> {
  return (await call("desk.guides", { visit })).guides;
}

/** @throws RefusedError, OfflineError */
export async function orient(visit: string, guide: string): Promise<void> {
  keepTalk(await call("desk.orient", { visit, guide }));
}

type Leaving = "desk.end" | "desk.hand_over" | "desk.step_out";

/** Each takes the conversation from this desk. @throws RefusedError, OfflineError */
export async function leave<K extends Leaving>(
  command: K,
  request: Commands[K]["request"],
): Promise<void> {
  await call(command, request);
  const shown = screen.peek();
  if (shown.at === "talk" && shown.visit === request.visit) goHome();
  change((known) => withoutTalk(known, request.visit));
  void refresh();
}

/** @throws RefusedError, OfflineError */
export async function disclose(request: Commands["desk.disclose"]["request"]): Promise<void> {
  keepDisclosure(await call("desk.disclose", request));
}

/** @throws RefusedError, OfflineError */
export async function agree(disclosure: string): Promise<void> {
  keepDisclosure(await call("desk.agree", { disclosure }));
}

/** @throws RefusedError, OfflineError */
export async function readAddress(disclosure: string): Promise<Address> {
  const address = await call("desk.address", { disclosure });
  void refresh();
  return address;
}

function keepDisclosure(next: Disclosure): void {
  change((known) => ({
    ...known,
    disclosures: [
      ...known.disclosures.filter(({ disclosure }) => disclosure !== next.disclosure),
      next,
    ],
  }));
}
