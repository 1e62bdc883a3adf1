import { identityOf } from "./identities";
import type { Keep } from "./keep";

/** A push once decrypted. `a` something awaits, `t` the self-test, `e` words chosen by her. */
export interface Push {
  k: "a" | "t" | "e";
  b?: string;
  i?: string;
}

export interface Notice {
  title: string;
  options: NotificationOptions & { renotify: boolean; vibrate: number[] };
}

const BODY = {
  a: { fr: "Nouvelle information", en: "New information" },
  e: { fr: "Nouvelle information", en: "New information" },
  t: { fr: "Tout fonctionne.", en: "Everything works." },
};

const INSISTENT = [700, 200, 700, 200, 1200, 400, 700, 200, 700];
const GENTLE = [200, 100, 200];

/** What a locked screen shows: the neutral name she chose, and words only if she chose words. */
export function noticeOf(push: Push, keep: Keep): Notice {
  const { name, notice, badge } = identityOf(keep.identity);
  const lang = keep.language ?? "fr";
  const urgent = push.k !== "t";
  const words = push.k === "e" ? push.b : undefined;
  return {
    title: name[lang],
    options: {
      body: words ?? BODY[push.k][lang],
      icon: notice,
      badge,
      lang,
      tag: push.i ?? push.k,
      data: { k: push.k, i: push.i },
      requireInteraction: urgent,
      renotify: true,
      silent: false,
      vibrate: urgent ? INSISTENT : GENTLE,
    },
  };
}

/** A push that cannot be read still wakes her: silence would be the worst reading of it. */
export function readPush(text: string | undefined): Push {
  try {
    const push = JSON.parse(text ?? "") as Partial<Push>;
    if (push.k === "a" || push.k === "t" || push.k === "e") return { ...push, k: push.k };
  } catch {
    // Falls through to the neutral one.
  }
  return { k: "a" };
}
