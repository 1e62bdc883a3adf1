import { tapCall } from "../../model/answering";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";

/** A voice first, and every other way she left. */
export function CallBar({ view }: { view: RoomView }) {
  return (
    <div class="stack">
      <Call view={view} />
      <Contacts view={view} />
    </div>
  );
}

export function Call({ view }: { view: RoomView }) {
  const { caller, alert } = view;
  if (!caller.phone) return <p class="soft no-call">{t("call.none")}</p>;
  return (
    <a class="button call" href={`tel:${dialled(caller.phone)}`} onClick={() => tapCall(alert)}>
      <Icon name="phone" />
      <span>{t("call.button", { name: caller.name })}</span>
    </a>
  );
}

export function Contacts({ view }: { view: RoomView }) {
  if (view.contacts.length === 0) return null;
  return (
    <dl class="contacts">
      <dt>{t("call.contacts")}</dt>
      {view.contacts.map((contact) => (
        <dd key={contact.value}>
          {contact.kind === "other" ? "" : `${contact.kind} : `}
          {contact.value}
        </dd>
      ))}
    </dl>
  );
}

function dialled(phone: string): string {
  return phone.replace(/[^+\d]/g, "");
}
