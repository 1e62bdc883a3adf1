import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Whether the window is that wide now: what is not drawn is not read either. */
export function useWide(query: string): boolean {
  const wide = useSignal(window.matchMedia(query).matches);
  useEffect(() => {
    const list = window.matchMedia(query);
    const follow = () => {
      wide.value = list.matches;
    };
    list.addEventListener("change", follow);
    return () => list.removeEventListener("change", follow);
  }, [query]);
  return wide.value;
}
