import { me } from "../model/session";
import { Sheet } from "../view/shared/Sheet";
import { helpShown } from "./shortcuts";
import { type Part, partOf } from "./staff";
import { type ConsoleWord, t } from "./words/words";

type Key = [keys: string[], word: ConsoleWord];

const WALK: Key[] = [
  [["J", "↓"], "key.next"],
  [["K", "↑"], "key.previous"],
  [["key.name.enter"], "key.open"],
];

const ALWAYS: Key[] = [
  [["?"], "key.help"],
  [["key.name.shift"], "key.hide"],
];

/** What each key does, for whoever is there; `name` where the key has no letter. */
const KEYS: Record<Part, Key[]> = {
  board: [
    ...WALK,
    [["/"], "key.search"],
    [["E"], "key.enter"],
    [["H"], "key.her"],
    [["U"], "key.us"],
    [["key.name.escape"], "key.back"],
    ...ALWAYS,
  ],
  reports: [...WALK, [["key.name.escape"], "key.back"], ...ALWAYS],
  desk: [
    [["J", "↓"], "key.next_talk"],
    ...WALK.slice(1),
    [["A"], "key.accept"],
    [["R"], "key.reply"],
    [["N"], "key.notes"],
    [["key.name.escape"], "key.leave"],
    ...ALWAYS,
  ],
  overview: ALWAYS,
};

/** Only an officer answers. */
function keysOf(part: Part): Key[] {
  const answers = me.value?.role !== "expert";
  return KEYS[part].filter(([, word]) => answers || word !== "key.accept");
}

export function Help() {
  const part = partOf(me.value?.role ?? "");
  if (!helpShown.value || !part) return null;
  const close = () => {
    helpShown.value = false;
  };
  return (
    <Sheet title={t("help")} onClose={close}>
      <dl class="keys">
        {keysOf(part).map(([keys, word]) => (
          <div key={word}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key.startsWith("key.") ? t(key as ConsoleWord) : key}</kbd>
              ))}
            </dt>
            <dd>{t(word)}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
