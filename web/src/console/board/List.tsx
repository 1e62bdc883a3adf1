import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { now } from "../../model/clock";
import { useShortcut } from "../shortcuts";
import { span } from "../span";
import { t } from "../words/words";
import { board, fresh, problem, readAt, refresh } from "./board";
import { Row } from "./Row";
import { FILTERS, type Filter, ordered, passes } from "./rules";

/** Past this the list is said to be old. */
const STALE_MS = 12_000;

export function List({ chosen }: { chosen: string | null }) {
  const filter = useSignal<Filter>("all");
  const search = useSignal("");
  const alerts = board.value?.alerts ?? [];
  const shown = ordered(alerts.filter((alert) => passes(alert, filter.value, search.value)));
  const clear = () => {
    filter.value = "all";
    search.value = "";
  };
  return (
    <section class="list" aria-label={t("board")}>
      <div class="filters">
        <fieldset>
          <legend class="hidden-label">{t("filter.label")}</legend>
          {FILTERS.map((one) => (
            <button
              key={one}
              type="button"
              class="filter"
              aria-pressed={filter.value === one}
              onClick={() => {
                filter.value = one;
              }}
            >
              {t(`filter.${one}`)}{" "}
              <span class="count">{alerts.filter((alert) => passes(alert, one, "")).length}</span>
            </button>
          ))}
        </fieldset>
        <Search value={search.value} onInput={(typed) => (search.value = typed)} />
      </div>
      <State />
      <p class="hidden-label" role="status">
        {fresh.value.size > 0 && t("appeared", { count: fresh.value.size })}
      </p>
      <ul class="rows">
        {shown.map((alert) => (
          <Row key={alert.alert} watched={alert} chosen={alert.alert === chosen} />
        ))}
      </ul>
      {alerts.length > 0 && shown.length === 0 && (
        <div class="empty">
          <p>{t("filter.none")}</p>
          <button type="button" class="button small" onClick={clear}>
            {t("filter.clear")}
          </button>
        </div>
      )}
    </section>
  );
}

function Search({ value, onInput }: { value: string; onInput: (typed: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useShortcut("/", () => field.current?.focus());
  return (
    <input
      ref={field}
      class="search"
      type="search"
      aria-label={t("filter.place")}
      placeholder={t("filter.search")}
      value={value}
      autocomplete="off"
      spellcheck={false}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}

/** Not read yet, old, or empty: each is said. */
function State() {
  const known = board.value;
  if (!known && problem.value) return <Problem text={problem.value} />;
  if (!known) return <p class="empty">{t("reading")}</p>;
  const age = now.value - readAt.value;
  if (age > STALE_MS) return <Problem text={t("stale", { span: span(age) })} />;
  if (known.alerts.length > 0) return null;
  return (
    <div class="empty">
      <p>{t("empty")}</p>
      <p class="soft">{t("empty_more")}</p>
    </div>
  );
}

function Problem({ text }: { text: string }) {
  return (
    <p class="notice" role="alert">
      {text}{" "}
      <button type="button" class="tool" onClick={() => void refresh()}>
        {t("again")}
      </button>
    </p>
  );
}
