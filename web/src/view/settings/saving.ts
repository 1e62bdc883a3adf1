import { type Signal, useSignal } from "@preact/signals";
import { explain } from "../../model/toasts";
import { t } from "../../words/settings";

export interface Saving {
  busy: Signal<boolean>;
  /** What happened, for the line under the form. */
  said: Signal<string>;
  failed: Signal<boolean>;
  run: (work: () => Promise<unknown>, done?: string) => Promise<boolean>;
  refuse: (why: string) => void;
}

/** One form's state: at work, saved, or why not. A second press while at work does nothing. */
export function useSaving(): Saving {
  const busy = useSignal(false);
  const said = useSignal("");
  const failed = useSignal(false);
  const say = (words: string, bad: boolean) => {
    said.value = words;
    failed.value = bad;
  };
  const run = async (work: () => Promise<unknown>, done = t("saved")) => {
    if (busy.value) return false;
    busy.value = true;
    say(t("saving"), false);
    try {
      await work();
      say(done, false);
      return true;
    } catch (error) {
      say(explain(error), true);
      return false;
    } finally {
      busy.value = false;
    }
  };
  return { busy, said, failed, run, refuse: (why) => say(why, true) };
}
