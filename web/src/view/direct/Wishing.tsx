import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { noticeRefusal } from "../../model/session";
import { explain } from "../../model/toasts";
import { call } from "../../net/client";
import type { Wished, Wishes } from "../../protocol";
import { t as app } from "../../words/app";
import { t } from "../../words/direct";
import { dayAndHour } from "../shared/age";

/** With whom she would stay in touch. Only her own wishes are known here. */
export function Wishing({ alert, ends }: { alert: string; ends: number }) {
  const people = useSignal<Wished[] | null>(null);
  const problem = useSignal<string | null>(null);
  const read = (asking: Promise<Wishes>) => {
    asking
      .then((answer) => {
        people.value = answer.people;
        problem.value = null;
      })
      .catch((error) => {
        noticeRefusal(error);
        problem.value = explain(error);
      });
  };
  useEffect(() => read(call("direct.wishes", { alert })), [alert]);
  return (
    <div class="stack">
      <p>{t("wish.how", { when: dayAndHour(ends) })}</p>
      <p class="soft">{t("wish.secret")}</p>
      {!people.value && !problem.value && <p role="status">{app("loading")}</p>}
      {people.value?.length === 0 && <p>{t("wish.none")}</p>}
      {people.value?.map(({ who, name, wished }) => (
        <label key={who} class="check">
          <input
            type="checkbox"
            checked={wished}
            onChange={(event) => {
              read(call("direct.wish", { alert, who, wished: event.currentTarget.checked }));
            }}
          />
          <span>{t("wish.one", { name })}</span>
        </label>
      ))}
      <p class="problem" role="alert">
        {problem}
      </p>
    </div>
  );
}
