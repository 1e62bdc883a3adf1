import { type LinkState, state } from "../../net/client";
import { type AppWord, t } from "../../words/app";
import { Icon } from "./Icon";

const WORDS: Record<LinkState, AppWord> = {
  connecting: "link.connecting",
  live: "link.live",
  polling: "link.polling",
  offline: "link.offline",
};

/** How this page reaches the server, in one word and one shape. */
export function LinkLine() {
  const now = state.value;
  return (
    <p class={`link-line ${now}`} role="status">
      {now === "offline" ? <Icon name="offline" size={18} /> : <span class="dot" aria-hidden />}
      {t(WORDS[now])}
    </p>
  );
}
