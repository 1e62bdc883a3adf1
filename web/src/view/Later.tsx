import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../words/app";
import { TopBar } from "./shared/TopBar";

type View = ComponentType<{ topic?: string }>;

/** Screens fetched when they are asked for, so that the first one comes sooner. */
const VIEWS: Record<"settings" | "playbook" | "past" | "direct", () => Promise<View>> = {
  direct: () => import("./direct/Direct").then((module) => module.Direct),
  past: () => import("./past/Past").then((module) => module.Past),
  settings: () => import("./settings/Settings").then((module) => module.Settings),
  playbook: () => import("./playbook/Playbook").then((module) => module.Playbook),
};

export function Later({ view, topic }: { view: keyof typeof VIEWS; topic?: string }) {
  const loaded = useSignal<{ view: View } | null>(null);
  const failed = useSignal(false);
  const load = () => {
    failed.value = false;
    VIEWS[view]()
      .then((component) => {
        loaded.value = { view: component };
      })
      .catch(() => {
        failed.value = true;
      });
  };
  useEffect(load, [view]);
  if (loaded.value) return <loaded.value.view topic={topic} />;
  return (
    <main class="screen">
      <TopBar back />
      <div class="empty" role="status">
        <p>{t(failed.value ? "offline.try" : "loading")}</p>
        {failed.value && (
          <button type="button" class="button" onClick={load}>
            {t("retry")}
          </button>
        )}
      </div>
    </main>
  );
}
