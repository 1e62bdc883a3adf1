import type { Colleague } from "../../protocol";
import { sounding, toggleSound } from "../board/chime";
import { beOnDuty } from "./actions";
import { useAsking } from "./acts/asking";
import { kindWord } from "./Marks";
import { type DeskWord, t } from "./words";

interface DutyProps {
  me: Colleague;
  colleagues: Colleague[];
}

/** My duty, and with whom. */
export function Duty({ me, colleagues }: DutyProps) {
  const { busy, problem, ask } = useAsking();
  return (
    <section class="duty" aria-label={t("duty.on")}>
      <button
        type="button"
        class="duty-switch"
        role="switch"
        aria-checked={me.duty}
        aria-label={t("duty.on")}
        aria-busy={busy}
        onClick={() => void ask(() => beOnDuty(!me.duty))}
      >
        <i class="duty-knob" aria-hidden="true" />
        <span class="duty-words">
          <strong>{t(me.duty ? "duty.on" : "duty.off")}</strong>
          <small>{busy.value ? t("duty.switching") : t(meaning(me))}</small>
        </span>
      </button>
      <p class="problem" role="alert">
        {problem}
      </p>
      {me.duty && me.kind === "officer" && !sounding.value && (
        <p class="duty-silent">
          <span>{t("duty.silent")}</span>
          <button type="button" class="tool" onClick={toggleSound}>
            {t("duty.sound")}
          </button>
        </p>
      )}
      <There me={me} colleagues={colleagues} />
    </section>
  );
}

function meaning({ duty, kind }: Colleague): DeskWord {
  if (!duty) return "duty.off_what";
  return kind === "officer" ? "duty.on_what" : "duty.on_expert";
}

function There({ me, colleagues }: DutyProps) {
  const there = colleagues.filter((one) => one.there && one.officer !== me.officer);
  if (there.length === 0) return <p class="soft small-line">{t("there.nobody")}</p>;
  return (
    <details class="there">
      <summary>{t("there.title", { names: there.map(({ name }) => name).join(", ") })}</summary>
      <ul>
        {there.map((one) => (
          <li key={one.officer}>
            <strong>{one.name}</strong> {kindWord(one.kind)}
            {one.talks > 0 && ` · ${t("there.talks", { count: one.talks })}`}
          </li>
        ))}
      </ul>
    </details>
  );
}
