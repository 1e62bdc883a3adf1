import { tapCall } from "../../model/answering";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";

/** A voice first: most first contacts are calls. */
export function CallBar({ view }: { view: RoomView }) {
  const { caller, contacts, alert } = view;
  return (
    <div class="call-bar">
      {caller.phone ? (
        <a class="button call" href={`tel:${dialled(caller.phone)}`} onClick={() => tapCall(alert)}>
          <Icon name="phone" />
          {t("call.button", { name: caller.name })}
        </a>
      ) : (
        <p class="soft">{t("call.none")}</p>
      )}
      {contacts.length > 0 && (
        <details class="contacts">
          <summary>{t("call.contacts")}</summary>
          <ul>
            {contacts.map((contact) => (
              <li key={contact.value}>
                {contact.kind} {contact.value}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function dialled(phone: string): string {
  return phone.replace(/[^+\d]/g, "");
}
