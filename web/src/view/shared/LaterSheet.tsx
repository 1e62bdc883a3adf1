import { useSignal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { t } from "../../words/app";
import { Sheet } from "./Sheet";

interface LaterSheetProps {
  title: string;
  load: () => Promise<ComponentType>;
  onClose: () => void;
}

/** A sheet whose inside is fetched when it is asked for. */
export function LaterSheet({ title, load, onClose }: LaterSheetProps) {
  const loaded = useSignal<{ inside: ComponentType } | null>(null);
  const failed = useSignal(false);
  useEffect(() => {
    load()
      .then((inside) => {
        loaded.value = { inside };
      })
      .catch(() => {
        failed.value = true;
      });
  }, []);
  return (
    <Sheet title={title} onClose={onClose}>
      {loaded.value ? (
        <loaded.value.inside />
      ) : (
        <p role="status">{t(failed.value ? "offline.try" : "loading")}</p>
      )}
    </Sheet>
  );
}
