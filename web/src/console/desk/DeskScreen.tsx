import "../../view/room/room.css";
import "./desk.css";
import "./acts/sheets.css";
import "./talk.css";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { goHome, screen } from "../../model/screen";
import { chimeOn } from "../board/chime";
import { useShortcut } from "../shortcuts";
import { accept } from "./actions";
import { alarms, desk, find, fresh, lookAt, watchDesk } from "./desk";
import { Left } from "./Left";
import { mayAccept } from "./may";
import { ordered } from "./rules";
import { TalkPane } from "./TalkPane";
import { watchTalks } from "./talks";
import { t } from "./words";

/** The list, one conversation, and what is known of it; on a narrow screen one at a time. */
export function DeskScreen() {
  useEffect(watchDesk, []);
  useEffect(watchTalks, []);
  useEffect(() => chimeOn(alarms, { only: isOnDuty, times: timesOf }), []);
  useEffect(() => chimeOn(fresh), []);
  useShortcut("a", acceptFirst);
  const shown = screen.value;
  const visit = shown.at === "talk" ? shown.visit : null;
  useEffect(() => {
    if (visit) lookAt(visit);
    followFocus(visit);
  }, [visit]);
  return (
    <main class={`panes desk ${visit ? "chosen" : ""}`}>
      <Left chosen={visit} />
      {visit ? <Chosen key={visit} visit={visit} /> : <Nothing />}
    </main>
  );
}

function Chosen({ visit }: { visit: string }) {
  const talk = find(visit);
  const context = useSignal(false);
  const back = () => {
    if (context.peek()) context.value = false;
    else goHome();
  };
  useShortcut("Escape", back);
  if (talk) return <TalkPane talk={talk} context={context} />;
  return (
    <section class="pane">
      <div class="empty">
        {desk.value && <p role="status">{t("talk.over")}</p>}
        <button type="button" class="button small" onClick={goHome}>
          {t("talk.close")}
        </button>
      </div>
    </section>
  );
}

function Nothing() {
  const me = desk.value?.me;
  return (
    <section class="pane">
      <div class="empty">
        <p>{t("talk.pick")}</p>
        <p class="soft">{t(me && !mayAccept(me) ? "talk.pick_expert" : "talk.pick_more")}</p>
      </div>
    </section>
  );
}

function acceptFirst(): void {
  const known = desk.peek();
  const first = known && mayAccept(known.me) && ordered(known.waiting)[0];
  if (first) void accept(first.visit);
}

const isOnDuty = () => desk.peek()?.me.duty === true;

/** A minute without an answer sounds twice. */
const timesOf = (alarm: string) => (alarm.endsWith(" 2") ? 2 : 1);

/** Where one pane replaces the other, the focus goes with the eye. */
function followFocus(visit: string | null): void {
  if (!window.matchMedia("(max-width: 899px)").matches) return;
  window.scrollTo(0, 0);
  if (visit) document.querySelector<HTMLElement>(".talk .narrow")?.focus();
}
