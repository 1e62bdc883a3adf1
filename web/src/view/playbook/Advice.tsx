import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../words/app";
import type { Topic } from "./topics";

type Cards = ComponentType<{ topic: Topic }>;

/** The playbook inside another screen: nobody has to leave a room to read what to do. */
export function Advice({ topic }: { topic: Topic }) {
  const loaded = useSignal<{ cards: Cards } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    import("./Playbook")
      .then(({ Cards }) => {
        loaded.value = { cards: Cards };
      })
      .catch(() => {
        failed.value = true;
      });
  }, []);
  if (loaded.value) return <loaded.value.cards topic={topic} />;
  return <p role="status">{t(failed.value ? "offline.try" : "loading")}</p>;
}
