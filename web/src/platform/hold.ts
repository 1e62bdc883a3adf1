import { type Signal, signal } from "@preact/signals";

export interface HoldOptions {
  ms: number;
  onDone: () => void;
  onEarly?: () => void;
}

export interface Hold {
  /** From 0 to 1 while held. */
  progress: Signal<number>;
  /** Keyboard and switch users pressed once: the view asks them to confirm. */
  confirming: Signal<boolean>;
  /** Spread on the button. */
  handlers: Record<string, (event: never) => void>;
}

export function useHold(_options: HoldOptions): Hold {
  return { progress: signal(0), confirming: signal(false), handlers: {} };
}
