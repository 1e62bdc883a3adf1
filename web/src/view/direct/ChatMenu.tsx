import { useSignal } from "@preact/signals";
import { blockInChat, leaveChat } from "../../model/chat";
import { goHome } from "../../model/screen";
import { sayError, toast } from "../../model/toasts";
import { call } from "../../net/client";
import type { Chat } from "../../protocol";
import { t as app } from "../../words/app";
import { type DirectWord, t } from "../../words/direct";
import { Consent } from "../shared/Consent";
import { Icon } from "../shared/Icon";
import { ReportForm } from "../shared/ReportForm";
import { Sheet } from "../shared/Sheet";

interface ChatMenuProps {
  chat: Chat;
  onErased: () => void;
  onClose: () => void;
}

/** What is needed rarely, and said before it is done. */
export function ChatMenu({ chat, onErased, onClose }: ChatMenuProps) {
  const reporting = useSignal(false);
  const { room, name } = chat;
  if (reporting.value) {
    return (
      <Sheet title={app("report.title")} onClose={onClose}>
        <ReportForm
          name={name}
          send={(reason, client_id) => call("direct.report", { room, reason, client_id })}
          onDone={onClose}
        />
      </Sheet>
    );
  }
  const act = (deed: () => Promise<unknown>, done: DirectWord, then: () => void) => {
    deed()
      .then(() => {
        toast(t(done));
        onClose();
        then();
      })
      .catch(sayError);
  };
  return (
    <Sheet title={name} onClose={onClose}>
      <button
        type="button"
        class="door wide"
        onClick={() => {
          reporting.value = true;
        }}
      >
        <Icon name="flag" />
        {t("chat.report")}
      </button>
      <Consent
        icon="close"
        label={t("chat.erase")}
        what={t("chat.eraseWhat")}
        onYes={() => act(() => call("room.erase", { room }), "chat.erased", onErased)}
      />
      <Consent
        icon="back"
        label={t("chat.leave")}
        what={t("chat.leaveWhat", { name })}
        onYes={() => act(() => leaveChat(chat), "chat.left", goHome)}
      />
      <Consent
        icon="cover"
        label={t("chat.block")}
        what={t("chat.blockWhat", { name })}
        onYes={() => act(() => blockInChat(chat), "chat.blocked", goHome)}
      />
    </Sheet>
  );
}
