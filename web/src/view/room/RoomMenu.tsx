import { useSignal } from "@preact/signals";
import { answer } from "../../model/answering";
import { now } from "../../model/clock";
import { goHome } from "../../model/screen";
import { refreshStanding } from "../../model/standing";
import { sayError, toast } from "../../model/toasts";
import { call } from "../../net/client";
import type { RoomView } from "../../protocol";
import { t } from "../../words/app";
import { Advice } from "../playbook/Advice";
import { topicOf } from "../playbook/moment";
import { Consent } from "../shared/Consent";
import { EraseWords } from "../shared/EraseWords";
import { Icon } from "../shared/Icon";
import { LaterSheet } from "../shared/LaterSheet";
import { Sheet } from "../shared/Sheet";
import { TouchSheet } from "../shared/TouchDoor";
import { Contacts } from "./CallBar";

interface RoomMenuProps {
  view: RoomView;
  onClose: () => void;
}

/** What is needed rarely: advice, staying in touch, and reporting an abuse. */
export function RoomMenu({ view, onClose }: RoomMenuProps) {
  const reporting = useSignal(false);
  const wondering = useSignal(false);
  const wishing = useSignal(false);
  if (wishing.value) {
    return <TouchSheet alert={view.alert} ends={view.window_ends_at} onClose={onClose} />;
  }
  if (wondering.value) {
    return (
      <Sheet title={t("room.guide")} onClose={onClose}>
        <Advice topic={topicOf(view, now.value)} />
      </Sheet>
    );
  }
  if (reporting.value) return <ReportSheet view={view} onClose={onClose} />;
  return (
    <Sheet title={t("room.more")} onClose={onClose}>
      <Contacts view={view} />
      <button
        type="button"
        class="door wide"
        onClick={() => {
          wondering.value = true;
        }}
      >
        <Icon name="guide" />
        {t("room.guide")}
      </button>
      <button
        type="button"
        class="door wide"
        onClick={() => {
          reporting.value = true;
        }}
      >
        <Icon name="flag" />
        {t("room.report")}
      </button>
      <Decline view={view} onDone={onClose} />
      {view.side === "responder" && view.state === "stopped" && (
        <button
          type="button"
          class="door wide"
          onClick={() => {
            wishing.value = true;
          }}
        >
          <Icon name="people" />
          {t("touch.title")}
        </button>
      )}
      <EraseWords room={view.room} onDone={onClose} />
      {view.side === "responder" && (
        <Consent
          icon="cover"
          label={t("room.block")}
          what={t("room.blockWhat", { name: view.caller.name })}
          onYes={() => void block(view, onClose)}
        />
      )}
    </Sheet>
  );
}

export function ReportSheet({ view, onClose }: RoomMenuProps) {
  const { alert, caller } = view;
  const form = {
    name: caller.name,
    send: (reason: string, client_id: string) => call("alert.report", { alert, reason, client_id }),
    onDone: onClose,
  };
  return (
    <LaterSheet
      title={t("report.title")}
      onClose={onClose}
      load={() =>
        import("../shared/ReportForm").then(({ ReportForm }) => () => <ReportForm {...form} />)
      }
    />
  );
}

async function block(view: RoomView, onDone: () => void): Promise<void> {
  try {
    await call("people.block", { room: view.room, who: view.caller.who });
    toast(t("room.blocked"));
    onDone();
    goHome();
    await refreshStanding();
  } catch (error) {
    sayError(error);
  }
}

function Decline({ view, onDone }: { view: RoomView; onDone: () => void }) {
  if (view.side !== "responder" || view.state === "closed") return null;
  if (view.my_state === "declined") return <p class="soft">{t("room.youDecline")}</p>;
  return (
    <button
      type="button"
      class="door wide"
      onClick={() => {
        onDone();
        void answer(view.alert, "declined");
      }}
    >
      <Icon name="close" />
      {t(view.my_state === "acting" ? "room.withdraw" : "room.decline")}
    </button>
  );
}
