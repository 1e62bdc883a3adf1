import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import type { Talk } from "../../../protocol";
import { desk } from "../desk";
import { type May, mayIn } from "../may";
import { t } from "../words";
import { Disclosing } from "./Disclosing";
import { Ending } from "./Ending";
import { HandingOver } from "./HandingOver";
import { Inviting } from "./Inviting";
import { Orienting } from "./Orienting";
import { SteppingOut } from "./SteppingOut";

export interface SheetProps {
  talk: Talk;
  onClose: () => void;
}

type Act = "invite" | "hand_over" | "orient" | "disclose" | "step_out" | "end";

const SHEETS: Record<Act, ComponentType<SheetProps>> = {
  invite: Inviting,
  hand_over: HandingOver,
  orient: Orienting,
  disclose: Disclosing,
  step_out: SteppingOut,
  end: Ending,
};

function actsOf(may: May): Act[] {
  const allowed: Record<Act, boolean> = {
    orient: may.orient,
    invite: may.invite,
    hand_over: may.handOver,
    step_out: may.stepOut,
    disclose: may.disclose,
    end: may.end,
  };
  return (Object.keys(allowed) as Act[]).filter((act) => allowed[act]);
}

/** What this person may do here; each opens a sheet that says what it will do. */
export function Actions({ talk }: { talk: Talk }) {
  const open = useSignal<Act | null>(null);
  const me = desk.value?.me;
  if (!me) return null;
  const Open = open.value && SHEETS[open.value];
  const close = () => {
    open.value = null;
  };
  return (
    <section aria-label={t("actions.title")}>
      <div class="acts">
        {actsOf(mayIn(me, talk)).map((act) => (
          <button
            key={act}
            type="button"
            class="button small"
            onClick={() => {
              open.value = act;
            }}
          >
            {t(`do.${act}`)}
          </button>
        ))}
      </div>
      {Open && <Open talk={talk} onClose={close} />}
    </section>
  );
}
