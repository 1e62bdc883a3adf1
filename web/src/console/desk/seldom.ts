/** Runs `fn` soon after it is called, and at most once in `ms`: many hints, one question. */
export function seldom(ms: number, fn: () => void): { ask: () => void; rest: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = () => {
    timer = undefined;
    last = Date.now();
    fn();
  };
  return {
    ask() {
      timer ??= setTimeout(run, Math.max(0, last + ms - Date.now()));
    },
    rest() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
