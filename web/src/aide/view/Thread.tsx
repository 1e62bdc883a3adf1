import { useEffect, useRef } from "preact/hooks";
import type { Visit } from "../../protocol";
import { unsent } from "../model/sending";
import { log } from "../model/talk";
import { t } from "../words/words";
import { OnItsWay } from "./OnItsWay";
import { Told } from "./Told";
import { isTold } from "./told";

/** Closer to the end than this, she follows the conversation. */
const NEAR_END_PX = 120;

export function Thread({ visit }: { visit: Visit }) {
  const told = log.value.entries.filter((entry) => isTold(entry, visit.me));
  const count = told.length + unsent.value.length;
  const box = useFollow(count);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll back
    <div class="thread" id="thread" ref={box} role="log" aria-label={t("talk.log")} tabIndex={0}>
      {count === 0 && <p class="empty">{t("talk.empty")}</p>}
      {told.map((entry) => (
        <Told key={entry.seq} entry={entry} visit={visit} />
      ))}
      {unsent.value.map((item) => (
        <OnItsWay key={item.id} item={item} />
      ))}
    </div>
  );
}

/** New lines are followed only by whoever was reading the end. */
function useFollow(count: number) {
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  useEffect(() => {
    const note = () => {
      const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = box.current ?? {};
      near.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    };
    box.current?.addEventListener("scroll", note, { passive: true });
  }, []);
  useEffect(() => {
    if (near.current && count > 0) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  return box;
}
