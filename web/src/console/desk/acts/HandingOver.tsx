import { useSignal } from "@preact/signals";
import { toast } from "../../../model/toasts";
import type { Desk, Talk } from "../../../protocol";
import { Sheet } from "../../../view/shared/Sheet";
import { leave } from "../actions";
import { desk } from "../desk";
import { queuesFor, takers } from "../may";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

interface Heir {
  key: string;
  officer: string | null;
  team: string | null;
  name: string;
  more: string;
}

/** Who or what can take it: colleagues first, those with the fewest conversations before others. */
function heirsOf(known: Desk, talk: Talk): Heir[] {
  const people = takers(known.colleagues, known.me).sort((one, other) => one.talks - other.talks);
  return [
    ...people.map(({ officer, name, team, talks }) => ({
      key: officer,
      officer,
      team: null,
      name,
      more: `${team} · ${t("there.talks", { count: talks })}`,
    })),
    ...queuesFor(known.teams, talk).map(({ team, name, there }) => ({
      key: team,
      officer: null,
      team,
      name: t("hand.queue", { team: name }),
      more: t("hand.queue_there", { count: there }),
    })),
  ];
}

export function HandingOver({ talk, onClose }: SheetProps) {
  const asking = useAsking();
  const chosen = useSignal<string | null>(null);
  const note = useSignal("");
  const heirs = desk.value ? heirsOf(desk.value, talk) : [];
  const heir = heirs.find(({ key }) => key === chosen.value);
  const ready = heir && note.value.trim() !== "" && !asking.busy.value;
  const go = async (event: Event) => {
    event.preventDefault();
    if (!heir || !ready) return;
    const { officer, team } = heir;
    const request = { visit: talk.visit, officer, team, note: note.peek().trim() };
    if (await asking.ask(() => leave("desk.hand_over", request))) toast(t("hand.done"));
  };
  return (
    <Sheet title={t("hand.title")} onClose={onClose}>
      <form class="stack" onSubmit={(event) => void go(event)}>
        <p class="soft">{t(heirs.length > 0 ? "hand.what" : "hand.none")}</p>
        <fieldset class="options">
          <legend>{t("hand.to")}</legend>
          {heirs.map((one) => (
            <label class="check" key={one.key}>
              <input
                type="radio"
                name="heir"
                checked={chosen.value === one.key}
                onChange={() => {
                  chosen.value = one.key;
                }}
              />
              <span>
                {one.name} <small>{one.more}</small>
              </span>
            </label>
          ))}
        </fieldset>
        <label class="field">
          {t("hand.note")}
          <textarea
            rows={3}
            maxlength={4000}
            value={note}
            onInput={(event) => {
              note.value = event.currentTarget.value;
            }}
          />
          <small class="soft">{t("hand.note_what")}</small>
        </label>
        <Asked asking={asking} />
        <button type="submit" class="button main" disabled={!ready}>
          {t("hand.do")}
        </button>
      </form>
    </Sheet>
  );
}
