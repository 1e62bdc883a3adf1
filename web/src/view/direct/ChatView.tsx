import { useSignal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import { openChat } from "../../model/chat";
import type { Chat } from "../../protocol";
import { t } from "../../words/direct";
import { day } from "../shared/age";
import { Conversation, type Spoken } from "../shared/Conversation";
import { Icon } from "../shared/Icon";
import { LinkLine } from "../shared/LinkLine";
import { TopBar } from "../shared/TopBar";
import { ChatMenu } from "./ChatMenu";

/** Two people who both chose it. */
export function ChatView({ chat }: { chat: Chat }) {
  const open = useMemo(() => openChat(chat.room), [chat.room]);
  const menu = useSignal(false);
  useEffect(() => open.close, [open]);
  return (
    <main class="screen direct-chat">
      <TopBar back>
        <h1>{chat.name}</h1>
        <LinkLine />
      </TopBar>
      <div class="direct-talk side direct">
        <p class="side-note">
          {t("chat.note")} {t("chat.dies", { when: day(chat.dies_at) })}
        </p>
        <Conversation
          room={open}
          view={spoken(chat)}
          side="direct"
          names
          label={t("chat.write", { name: chat.name })}
          empty={t("chat.empty")}
        />
        {!chat.open && <p class="notice">{t("chat.shut")}</p>}
      </div>
      <button
        type="button"
        class="button quiet small"
        aria-expanded={menu}
        onClick={() => {
          menu.value = true;
        }}
      >
        <Icon name="more" size={20} />
        {t("chat.more")}
      </button>
      {menu.value && (
        <ChatMenu
          chat={chat}
          onErased={open.reread}
          onClose={() => {
            menu.value = false;
          }}
        />
      )}
    </main>
  );
}

/** As one side of a room, the other called as she knows her; nobody here is in danger, so what
 * arrives may be read aloud. */
function spoken(chat: Chat): Spoken {
  return {
    room: chat.room,
    me: chat.me,
    side: "responder",
    state: chat.open ? "stopped" : "closed",
    channels: [{ channel: "direct", seq: chat.head }],
    caller: chat,
  };
}
