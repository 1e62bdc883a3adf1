import { drop, retry, type Unsent } from "../model/sending";
import { over } from "../model/visit";
import { t } from "../words/words";

/** What she wrote and the server has not acknowledged. */
export function OnItsWay({ item }: { item: Unsent }) {
  return (
    <div class={`said own ${item.state}`}>
      <p class="bubble">{item.text}</p>
      <p class="said-head">{stateOf(item)}</p>
      {item.state !== "sending" && !over.value && (
        <p class="mend">
          <button type="button" class="plain-button" onClick={() => retry(item.id)}>
            {t("msg.again")}
          </button>
          <button type="button" class="plain-button" onClick={() => drop(item.id)}>
            {t("msg.drop")}
          </button>
        </p>
      )}
    </div>
  );
}

function stateOf({ state, sentence }: Unsent): string {
  if (over.value) return t("msg.over");
  return state === "refused" ? t("msg.refused", { why: sentence ?? "" }) : t(`msg.${state}`);
}
