import { type Wiped as State, startAnew } from "../model/leaving";
import { t } from "../words/words";
import { ExitButton } from "./Top";

/** Nothing: an empty page, and small, whether the server knows. */
export function Wiped({ state }: { state: State }) {
  return (
    <div class="page">
      <header class="top">
        <ExitButton />
      </header>
      <main class="blank">
        <h1 class="hidden-label">Carnet</h1>
        <p role="status" id="wiped">
          {state === "told" ? t("wiped.told") : t("wiped.here")}{" "}
          {state === "telling" && t("wiped.telling")}
        </p>
        <button type="button" id="anew" class="plain-button" onClick={startAnew}>
          {t("wiped.anew")}
        </button>
      </main>
    </div>
  );
}
