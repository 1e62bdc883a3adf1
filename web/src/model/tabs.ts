/** What the tabs of this browser tell each other. Never a word or a place. */
export type TabNews = "session" | "press" | "answered";

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("tabs");

export function tellTabs(news: TabNews): void {
  channel?.postMessage(news);
}

export function onTabs(fn: (news: TabNews) => void): void {
  channel?.addEventListener("message", (event: MessageEvent<TabNews>) => fn(event.data));
}
