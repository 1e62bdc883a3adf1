import { useSignal } from "@preact/signals";
import { press } from "../../model/press";
import { unhide } from "../../platform/hide";
import { useHold } from "../../platform/hold";
import { identity } from "../../platform/identity";
import { hasLock } from "../../platform/lock";
import { language } from "../../words/area";
import { t } from "../../words/decoy";
import "./decoy.css";
import { PinPad } from "./PinPad";
import { SavedLine } from "./SavedLine";
import { ShoppingList } from "./ShoppingList";
import { Timer } from "./Timer";
import { useQuietAlarm } from "./useQuietAlarm";

const HOLD_MS = 2_000;

/**
 * A small page that works like any other, in front of the app. Two discreet holds of two seconds:
 * on its name, to come back (a lock code is asked if one was set); on its big figure, to launch the
 * alert. Holding Enter on either does the same.
 */
export function Decoy() {
  const asking = useSignal(false);
  useQuietAlarm();
  const launch = useHold({ ms: HOLD_MS, keys: true, onDone: () => void press() });
  const comeBack = () => {
    if (hasLock.peek()) asking.value = true;
    else unhide();
  };
  if (asking.value) return <PinPad onOpen={unhide} onCancel={() => (asking.value = false)} />;
  const Page = identity.value.decoy === "list" ? ShoppingList : Timer;
  return (
    <div class="decoy">
      <Title onBack={comeBack} />
      <Page figure={launch.handlers} />
      <SavedLine />
    </div>
  );
}

/** A tap shows the version, as such names do; a hold comes back. */
function Title({ onBack }: { onBack: () => void }) {
  const about = useSignal(false);
  const back = useHold({ ms: HOLD_MS, keys: true, onDone: onBack });
  return (
    <header class="decoy-head">
      <h1>
        <button
          type="button"
          class="decoy-name"
          {...back.handlers}
          onClick={() => (about.value = !about.value)}
        >
          {identity.value.name[language.value]}
        </button>
      </h1>
      {about.value && <small>{t("version")}</small>}
    </header>
  );
}
