import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Guide } from "../../../protocol";
import { Sheet } from "../../../view/shared/Sheet";
import { guidesFor, orient } from "../actions";
import { t } from "../words";
import type { SheetProps } from "./Actions";
import { Asked } from "./Asked";
import { useAsking } from "./asking";

const KINDS = ["complaint", "association", "number"] as const;

/** The complaint procedure, the associations of her département, numbers: shown as they stand. */
export function Orienting({ talk, onClose }: SheetProps) {
  const guides = useSignal<Guide[] | null>(null);
  const reading = useAsking();
  const asking = useAsking();
  const read = () =>
    void reading.ask(async () => {
      guides.value = await guidesFor(talk.visit);
    });
  useEffect(read, [talk.visit]);
  const show = async ({ guide }: Guide) => {
    if (await asking.ask(() => orient(talk.visit, guide))) onClose();
  };
  return (
    <Sheet title={t("orient.title")} onClose={onClose}>
      {reading.busy.value && <p role="status">{t("orient.reading")}</p>}
      {reading.problem.value && (
        <p class="notice" role="alert">
          {reading.problem}{" "}
          <button type="button" class="tool" onClick={read}>
            {t("orient.again")}
          </button>
        </p>
      )}
      {guides.value && (
        <p class="soft">{t(guides.value.length > 0 ? "orient.what" : "orient.none")}</p>
      )}
      <Asked asking={asking} />
      {KINDS.map((kind) => (
        <Group
          key={kind}
          title={t(`orient.${kind}`)}
          guides={(guides.value ?? []).filter((guide) => guide.kind === kind)}
          onShow={(guide) => void show(guide)}
        />
      ))}
    </Sheet>
  );
}

interface GroupProps {
  title: string;
  guides: Guide[];
  onShow: (guide: Guide) => void;
}

function Group({ title, guides, onShow }: GroupProps) {
  if (guides.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      <ul class="choose">
        {guides.map((guide) => (
          <li key={guide.guide}>
            <span>
              <strong>{guide.title}</strong>
              <small class="reason">{guide.text}</small>
              {guide.number && <small>{guide.number}</small>}
            </span>
            <button
              type="button"
              class="button small"
              aria-label={t("orient.do_one", { title: guide.title })}
              onClick={() => onShow(guide)}
            >
              {t("orient.do")}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
