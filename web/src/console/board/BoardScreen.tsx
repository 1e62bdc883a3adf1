import { useEffect } from "preact/hooks";
import { goHome, screen } from "../../model/screen";
import { useShortcut } from "../shortcuts";
import { t } from "../words/words";
import { Before } from "./Before";
import { find, fresh, lookAt, watchBoard } from "./board";
import { chimeOn } from "./chime";
import { List } from "./List";
import { RoomPane } from "./RoomPane";

/** The list and, beside it, one alert; on a narrow screen one at a time. */
export function BoardScreen() {
  useEffect(watchBoard, []);
  useEffect(() => chimeOn(fresh), []);
  useShortcut("Escape", leave);
  const shown = screen.value;
  const alert = shown.at === "room" ? shown.alert : null;
  useEffect(() => {
    if (alert) lookAt(alert);
    followFocus(alert);
  }, [alert]);
  return (
    <main class={`panes ${alert ? "chosen" : ""}`}>
      <List chosen={alert} />
      <section class="pane">{alert ? <Chosen alert={alert} /> : <Nothing />}</section>
    </main>
  );
}

function Chosen({ alert }: { alert: string }) {
  const watched = find(alert);
  if (!watched) return <Nothing />;
  if (watched.entered) return <RoomPane key={alert} watched={watched} />;
  return <Before key={alert} watched={watched} />;
}

function Nothing() {
  return (
    <div class="empty">
      <p>{t("pick")}</p>
      <p class="soft">{t("pick_more")}</p>
    </div>
  );
}

/** Where one pane replaces the other, the focus goes with the eye. */
function followFocus(alert: string | null): void {
  if (!window.matchMedia("(max-width: 899px)").matches) return;
  window.scrollTo(0, 0);
  if (alert) document.querySelector<HTMLElement>(".pane .narrow")?.focus();
}

function leave(): void {
  if (screen.peek().at !== "home") goHome();
}
