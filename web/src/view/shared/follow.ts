import { useEffect, useRef } from "preact/hooks";

/** Closer to the end than this, the reader follows the conversation. */
const NEAR_END_PX = 120;

/** Keeps the end in sight, also when the keyboard comes up, until the reader scrolls back. */
export function useFollow() {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const toEnd = () => {
    if (follows.current) box.current?.scrollTo({ top: box.current.scrollHeight });
  };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let before = 0;
    const note = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      // What arrived meanwhile makes the end far without a hand having moved.
      if (left < NEAR_END_PX) follows.current = true;
      else if (element.scrollTop < before) follows.current = false;
      before = element.scrollTop;
    };
    element.addEventListener("scroll", note, { passive: true });
    const sized = new ResizeObserver(toEnd);
    sized.observe(element);
    return () => sized.disconnect();
  }, []);
  useEffect(toEnd);
  return box;
}
