import { toast } from "../../../model/toasts";
import type { Colleague } from "../../../protocol";
import { Sheet } from "../../../view/shared/Sheet";
import { invite } from "../actions";
import { desk } from "../desk";
import { kindWord } from "../Marks";
import { invitable } from "../may";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

/** A psychologist, a social worker or a colleague, among those who are there. */
export function Inviting({ talk, onClose }: SheetProps) {
  const asking = useAsking();
  const known = desk.value;
  const there = known ? invitable(known.colleagues, known.me, talk) : [];
  const ask = async ({ officer, name }: Colleague) => {
    if (!(await asking.ask(() => invite(talk.visit, officer)))) return;
    toast(t("invite.done", { name }));
    onClose();
  };
  return (
    <Sheet title={t("invite.title")} onClose={onClose}>
      <p class="soft">{t(there.length > 0 ? "invite.what" : "invite.none")}</p>
      <ul class="choose">
        {there.map((one) => (
          <li key={one.officer}>
            <span>
              <strong>{one.name}</strong> {kindWord(one.kind)}
              <small>
                {one.team} · {t("there.talks", { count: one.talks })}
              </small>
            </span>
            <button
              type="button"
              class="button small"
              aria-label={t("invite.do", { name: one.name })}
              onClick={() => void ask(one)}
            >
              {t("do.invite")}
            </button>
          </li>
        ))}
      </ul>
      <Asked asking={asking} />
    </Sheet>
  );
}
