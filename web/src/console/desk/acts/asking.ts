import { type Signal, useSignal } from "@preact/signals";
import { explain } from "../../../model/toasts";

export interface Asking {
  busy: Signal<boolean>;
  problem: Signal<string | null>;
  /** Once at a time. Resolves to whether it was done; why not is in `problem`. */
  ask(fn: () => Promise<unknown>): Promise<boolean>;
}

export function useAsking(): Asking {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const ask = async (fn: () => Promise<unknown>) => {
    if (busy.peek()) return false;
    busy.value = true;
    problem.value = null;
    await fn().catch((error) => {
      problem.value = explain(error);
    });
    busy.value = false;
    return problem.peek() === null;
  };
  return { busy, problem, ask };
}
