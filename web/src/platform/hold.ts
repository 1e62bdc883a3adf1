import { batch, type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { vibrate } from "./alarm";

export interface HoldOptions {
  ms: number;
  onDone: () => void;
  onEarly?: () => void;
  /** Holding Enter or the space bar counts too, and nothing is confirmed (the decoy). */
  keys?: boolean;
  /** It is the alert's: while it is down, nothing that arrives may take the button away. */
  alert?: boolean;
}

/** The alert's button is being held. */
export const holding = signal(false);

export interface Hold {
  /** From 0 to 1 while held. */
  progress: Signal<number>;
  /** Keyboard and switch users pressed once: the view asks them to confirm. */
  confirming: Signal<boolean>;
  /** The confirm button, and the way back. */
  confirm: () => void;
  cancel: () => void;
  /** Spread on the button. */
  handlers: Record<string, (event: never) => void>;
}

const TICK_MS = 1_000;
const TICK = 20;
const FIRM = [80, 40, 80];

/** `onDone` and `onEarly` may change at each render; the hold itself goes on. */
export function useHold(options: HoldOptions): Hold {
  const latest = useMemo(() => ({ options }), []);
  latest.options = options;
  const hold = useMemo(() => createHold(() => latest.options), []);
  useEffect(() => hold.release, []);
  return hold;
}

export function createHold(options: () => HoldOptions): Hold & { release: () => void } {
  const progress = signal(0);
  const confirming = signal(false);
  let since: number | null = null;
  let timers: ReturnType<typeof setTimeout>[] = [];
  let frame = 0;

  function begin(): void {
    if (since !== null) return;
    since = performance.now();
    const { ms, alert } = options();
    if (alert) holding.value = true;
    timers = [setTimeout(finish, ms)];
    if (ms > TICK_MS) timers.push(setTimeout(() => vibrate(TICK), TICK_MS));
    draw();
  }

  function draw(): void {
    if (since === null) return;
    progress.value = Math.min(1, (performance.now() - since) / options().ms);
    frame = requestAnimationFrame(draw);
  }

  function reset(): void {
    if (since !== null && options().alert) holding.value = false;
    since = null;
    timers.forEach(clearTimeout);
    cancelAnimationFrame(frame);
    progress.value = 0;
  }

  /** In one: what waited for the end of the hold finds it already done. */
  const finish = (): void =>
    batch(() => {
      reset();
      confirming.value = false;
      vibrate(FIRM);
      options().onDone();
    });

  /** A busy page may run the timer late: the time held decides, not the timer. */
  function release(): void {
    if (since === null) return;
    const longEnough = performance.now() - since >= options().ms;
    if (longEnough) finish();
    else {
      reset();
      options().onEarly?.();
    }
  }

  /** A click without a pointer: keyboard, switch, screen reader, voice control. */
  function pressed(event: MouseEvent): void {
    if (event.detail === 0 && !options().keys) confirming.value = true;
  }

  return {
    progress,
    confirming,
    confirm: () => confirming.value && finish(),
    cancel: () => {
      confirming.value = false;
    },
    release: reset,
    handlers: gestures({ begin, release, pressed, keys: () => options().keys === true }),
  };
}

interface Gestures {
  begin: () => void;
  release: () => void;
  pressed: (event: MouseEvent) => void;
  keys: () => boolean;
}

function gestures({ begin, release, pressed, keys }: Gestures): Hold["handlers"] {
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || !event.isPrimary || isVirtual(event)) return;
      capture(event);
      begin();
    },
    onPointerUp: release,
    onPointerCancel: release,
    onLostPointerCapture: release,
    // Android's long press would open a menu and end the touch.
    onContextMenu: (event: Event) => event.preventDefault(),
    onClick: pressed,
    onKeyDown: (event: KeyboardEvent) => {
      if (!keys() || !isPress(event)) return;
      event.preventDefault();
      begin();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (keys() && isPress(event)) release();
    },
    onBlur: release,
  };
}

const isPress = (event: KeyboardEvent): boolean => event.key === "Enter" || event.key === " ";

/** Screen readers send pointers without size or pressure, down and up at once. */
function isVirtual(event: PointerEvent): boolean {
  const sizeless = event.width === 0 && event.height === 0;
  return sizeless && event.pressure === 0 && event.pointerType !== "mouse";
}

/** A finger that slides off the button, trembling, still holds it. */
function capture(event: PointerEvent): void {
  const target = event.currentTarget;
  if (target instanceof Element) target.setPointerCapture?.(event.pointerId);
}
