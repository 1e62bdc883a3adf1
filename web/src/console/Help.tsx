import { Sheet } from "../view/shared/Sheet";
import { helpShown } from "./shortcuts";
import { type ConsoleWord, t } from "./words/words";

/** What each key does; `name` where the key has no letter. */
const KEYS: [keys: string[], word: ConsoleWord][] = [
  [["J", "↓"], "key.next"],
  [["K", "↑"], "key.previous"],
  [["key.name.enter"], "key.open"],
  [["/"], "key.search"],
  [["E"], "key.enter"],
  [["H"], "key.her"],
  [["U"], "key.us"],
  [["key.name.escape"], "key.back"],
  [["?"], "key.help"],
  [["key.name.shift"], "key.hide"],
];

export function Help() {
  if (!helpShown.value) return null;
  const close = () => {
    helpShown.value = false;
  };
  return (
    <Sheet title={t("help")} onClose={close}>
      <dl class="keys">
        {KEYS.map(([keys, word]) => (
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
