import { chats, isUnread } from "../../model/direct";
import { go, screen } from "../../model/screen";
import type { Chat } from "../../protocol";
import { t as app } from "../../words/app";
import { t } from "../../words/direct";
import { day } from "../shared/age";
import { Icon } from "../shared/Icon";
import { TopBar } from "../shared/TopBar";
import { ChatView } from "./ChatView";
import "./direct.css";

/** Her direct chats, or the one she chose. */
export function Direct() {
  const now = screen.value;
  const room = now.at === "direct" ? now.room : undefined;
  const chosen = chats.value.find((chat) => chat.room === room);
  if (chosen) return <ChatView key={chosen.room} chat={chosen} />;
  return (
    <main class="screen">
      <TopBar back>
        <h1>{app("direct.title")}</h1>
      </TopBar>
      <div class="direct stack">
        {room && <p class="notice">{t("chat.ended")}</p>}
        {chats.value.length === 0 && !room && <p class="soft">{t("chat.none")}</p>}
        <ul class="stack">
          {chats.value.map((chat) => (
            <li key={chat.room}>
              <One chat={chat} />
            </li>
          ))}
        </ul>
      </div>
    </main>
  );
}

function One({ chat }: { chat: Chat }) {
  return (
    <button
      type="button"
      class="door wide chat-door"
      onClick={() => go({ at: "direct", room: chat.room })}
    >
      <Icon name="write" />
      <span class="chat-name">{chat.name}</span>
      {isUnread(chat) && <span class="unread">{t("chat.new")}</span>}
      <small class="soft">{t("chat.dies", { when: day(chat.dies_at) })}</small>
    </button>
  );
}
