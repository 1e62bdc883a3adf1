import { now } from "../../model/clock";
import { go } from "../../model/screen";
import { invitations } from "../../model/standing";
import type { Invitation } from "../../protocol";
import { t } from "../../words/app";
import { ago } from "../shared/age";
import { distance } from "../shared/distance";
import { Icon } from "../shared/Icon";

/** The alerts this person was alarmed of, the newest first; late is fine. */
export function Invitations() {
  const open = invitations.value
    .filter((item) => item.state !== "closed")
    .sort((a, b) => b.launched_at - a.launched_at);
  if (open.length === 0) return <p class="home-quiet">{t("home.quiet")}</p>;
  return (
    <section class="stack">
      <h2>{t("home.invited")}</h2>
      <ul class="invitations">
        {open.map((item) => (
          <li key={item.alert}>
            <InvitationCard invitation={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { alert, first_name, state, my_state, distance_km, launched_at } = invitation;
  return (
    <button
      type="button"
      class={`invitation ${state} ${my_state}`}
      onClick={() => go({ at: "room", alert })}
    >
      <span class="invitation-name">{first_name}</span>
      <span class="invitation-state">{t(`room.${state}`)}</span>
      <span class="soft">
        {distance(distance_km)} · {ago(launched_at, now.value)}
      </span>
      <span class="invitation-mine">{t(`home.${my_state}`)}</span>
      <Icon name="back" />
    </button>
  );
}
