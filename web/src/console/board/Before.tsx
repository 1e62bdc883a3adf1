import { useSignal } from "@preact/signals";
import { now } from "../../model/clock";
import { goHome } from "../../model/screen";
import { explain } from "../../model/toasts";
import type { Watched } from "../../protocol";
import { dayAndHour } from "../../view/shared/age";
import { Icon } from "../../view/shared/Icon";
import { useShortcut } from "../shortcuts";
import { span } from "../span";
import { t } from "../words/words";
import { board, enter } from "./board";
import { placeOf, Sign, StateMark } from "./Row";

/** Before entering: what the board knows, and what entering will do. */
export function Before({ watched }: { watched: Watched }) {
  const busy = useSignal(false);
  const problem = useSignal<string | null>(null);
  const go = async () => {
    if (busy.peek()) return;
    busy.value = true;
    problem.value = null;
    await enter(watched.alert).catch((error) => {
      problem.value = explain(error);
    });
    busy.value = false;
  };
  useShortcut("e", go);
  return (
    <div class="before">
      <header class="pane-head">
        <button type="button" class="icon-button narrow" aria-label={t("back")} onClick={goHome}>
          <Icon name="back" />
        </button>
        <h2>{placeOf(watched)}</h2>
        <StateMark watched={watched} />
      </header>
      <ul class="facts">
        <li>{t("launched", { span: span(now.value - watched.launched_at) })}</li>
        <li>{t("until", { when: dayAndHour(watched.window_ends_at) })}</li>
        <li>
          <Sign watched={watched} />
        </li>
        <li>{point(watched)}</li>
      </ul>
      <dl class="tally">
        {(["alarmed", "seen", "acting"] as const).map((key) => (
          <div key={key}>
            <dd>{watched[key]}</dd>
            <dt>{t(key)}</dt>
          </div>
        ))}
      </dl>
      <section class="card">
        <h3>{t("enter_title")}</h3>
        <p>{t("enter_note", { association: board.value?.association ?? "" })}</p>
        <p class="soft">{t("enter_stays")}</p>
        <p class="problem" role="alert">
          {problem}
        </p>
        <button type="button" class="button main" aria-busy={busy} onClick={() => void go()}>
          {t(busy.value ? "entering" : "enter")}
        </button>
      </section>
    </div>
  );
}

function point({ last_point_at }: Watched): string {
  if (last_point_at === null) return t("no_point");
  return t("last_point", { span: span(now.value - last_point_at) });
}
