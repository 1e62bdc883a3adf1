import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { sayError } from "../../model/toasts";
import { sharingWay } from "../../model/where";
import { call } from "../../net/client";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Icon } from "../shared/Icon";
import { Sheet } from "../shared/Sheet";

/** Two separate choices: the other responders, and her (whose device may be in other hands). */
export function Sharing({ view }: { view: RoomView }) {
  const open = useSignal(false);
  const among = useSignal(view.sharing);
  const withHer = useSignal(view.sharing_with_her);
  useEffect(() => {
    among.value = view.sharing;
    withHer.value = view.sharing_with_her;
  }, [view.sharing, view.sharing_with_her]);
  useEffect(() => {
    sharingWay.value = view.sharing;
    return () => {
      sharingWay.value = false;
    };
  }, [view.sharing]);

  async function choose(next: { among: boolean; with_her: boolean }): Promise<void> {
    try {
      const said = await call("alert.share", { alert: view.alert, ...next });
      among.value = said.among;
      withHer.value = said.with_her;
      sharingWay.value = said.among || said.with_her;
    } catch (error) {
      sayError(error);
    }
  }

  return (
    <>
      <button
        type="button"
        class={`button share ${among.value ? "us-on" : ""}`}
        onClick={() => {
          open.value = true;
        }}
      >
        <Icon name="share" size={20} />
        {t(among.value || withHer.value ? "share.on" : "share.off")}
      </button>
      {open.value && (
        <Sheet
          title={t("share.title")}
          onClose={() => {
            open.value = false;
          }}
        >
          <Choice
            label={t("share.among")}
            help={t("share.amongHelp")}
            on={among.value}
            onChange={(on) => void choose({ among: on, with_her: withHer.value })}
          />
          <Choice
            label={t("share.withHer", { name: view.caller.name })}
            help={t("share.withHerHelp")}
            on={withHer.value}
            onChange={(on) => void choose({ among: among.value, with_her: on })}
          />
        </Sheet>
      )}
    </>
  );
}

interface ChoiceProps {
  label: string;
  help: string;
  on: boolean;
  onChange: (on: boolean) => void;
}

function Choice({ label, help, on, onChange }: ChoiceProps) {
  return (
    <label class="check">
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>
        {label}
        <small>{help}</small>
      </span>
    </label>
  );
}
