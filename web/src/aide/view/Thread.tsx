import type { Visit } from "../../protocol";
import { useFollow } from "../../view/shared/follow";
import { unsent } from "../model/sending";
import { log } from "../model/talk";
import { t } from "../words/words";
import { OnItsWay } from "./OnItsWay";
import { Told } from "./Told";
import { isTold } from "./told";

export function Thread({ visit }: { visit: Visit }) {
  const told = log.value.entries.filter((entry) => isTold(entry, visit.me));
  const count = told.length + unsent.value.length;
  const box = useFollow();
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
