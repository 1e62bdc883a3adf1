import type { Signal } from "@preact/signals";
import type { Wiped } from "../protocol";
import { t } from "../words/platform";
import { HideButton } from "./hide";
import "./wiped.css";

export interface Outcome {
  here: "erasing" | "erased" | "partly";
  server: "asking" | "later" | "nothing" | Wiped;
}

/** The plain page after a wipe: what is gone, and what no page can erase. */
export function WipedScreen({ outcome }: { outcome: Signal<Outcome> }) {
  const { here, server } = outcome.value;
  if (here === "erasing")
    return (
      <main class="wiped" aria-live="polite">
        {t("wiping")}
      </main>
    );
  return (
    <main class="wiped">
      <HideButton />
      <h1 tabIndex={-1}>{t(here === "erased" ? "wiped" : "wipedPartly")}</h1>
      {here === "partly" && <p>{t("wipedPartlyHow")}</p>}
      <ServerLine server={server} />
      <h2>{t("remains")}</h2>
      <ul>
        <li>{t("remainsHistory")}</li>
        <li>{t("remainsTyped")}</li>
        <li>{t("remainsBill")}</li>
        <li>{t("remainsShots")}</li>
        <li>{t("remainsIcon")}</li>
      </ul>
      <p>{t("remainsClose")}</p>
    </main>
  );
}

function ServerLine({ server }: { server: Outcome["server"] }) {
  if (server === "asking") return <p role="status">{t("wiping")}</p>;
  if (server === "later") return <p role="status">{t("serverLater")}</p>;
  if (server === "nothing") return <p role="status">{t("serverNothing")}</p>;
  return (
    <>
      <p role="status">{t("serverTold")}</p>
      {server.alert_goes_on && <p>{t("serverAlertGoesOn")}</p>}
    </>
  );
}
