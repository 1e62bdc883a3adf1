import { goHome } from "../../model/screen";
import { me, signOut } from "../../model/session";
import { t } from "../../words/settings";
import { TopBar } from "../shared/TopBar";
import { Codes } from "./Codes";
import { Devices } from "./Devices";
import { Help } from "./Help";
import { Lock } from "./Lock";
import { Look } from "./Look";
import { Profile } from "./Profile";
import { Ready } from "./Ready";
import "./settings.css";
import { Totals } from "./Totals";
import { Wipe } from "./Wipe";

/** One long page of folds: each says how it stands before it is opened. */
export function Settings() {
  return (
    <main class="screen settings">
      <TopBar back>
        <h1>{t("title")}</h1>
      </TopBar>
      <div class="settings-body">
        <Account />
        <Lock />
        <Look />
        {me.value && <Devices />}
        <Wipe />
        {me.value && <SignOut />}
        <Totals />
      </div>
    </main>
  );
}

/** What only the server knows. Without it, what belongs to this device still works. */
function Account() {
  const person = me.value;
  if (!person) return <p class="set-help">{t("signedOut")}</p>;
  const launches = ["member", "ally", "minor"].includes(person.role);
  return (
    <>
      {launches && <Ready me={person} />}
      <Profile me={person} />
      {launches && <Help me={person} />}
      {launches && <Codes me={person} />}
    </>
  );
}

function SignOut() {
  const leave = () => {
    goHome();
    void signOut();
  };
  return (
    <div class="set-out">
      <button type="button" class="button small" onClick={leave}>
        {t("out.go")}
      </button>
      <p class="set-help">{t("out.help")}</p>
    </div>
  );
}
