import type { Colleague, Talk, Waiting } from "../../protocol";
import { Icon } from "../../view/shared/Icon";
import { t } from "./words";

/** A bell in a frame after ten seconds, a filled one after a minute: shape and word. */
export function AlarmMark({ alarm }: Pick<Waiting, "alarm">) {
  if (alarm === 0) return null;
  return (
    <strong class={`alarm-mark level-${alarm}`}>
      <Icon name="bell" size={18} />
      {alarm === 2 && <Icon name="bell" size={18} />}
      {t(`alarm.${alarm}`)}
    </strong>
  );
}

export type Presence = "yes" | "lost" | "left";

export function presenceOf({ here, left }: Pick<Talk, "here" | "left">): Presence {
  if (left) return "left";
  return here ? "yes" : "lost";
}

/** A disc while her page is connected, a ring when it is not, a bar once she left. */
export function PresenceMark({ talk }: { talk: Pick<Talk, "here" | "left"> }) {
  const presence = presenceOf(talk);
  return (
    <span class={`presence ${presence}`}>
      <i aria-hidden="true" />
      {t(`here.${presence}`)}
    </span>
  );
}

export function MinorMark() {
  return <span class="minor-mark">{t("minor")}</span>;
}

export const topicWord = ({ topic }: Pick<Waiting, "topic">): string => t(`topic.${topic}`);

export const kindWord = (kind: Colleague["kind"]): string => t(`kind.${kind}`);

export function placeOf({ department }: Pick<Waiting, "department">): string {
  return department ? t("department", { code: department }) : t("department_unknown");
}

/** Who writes, from where, in what language: one line. */
export function lineOf(one: Pick<Waiting, "victim" | "department" | "language">): string {
  const words = [t(one.victim ? "victim" : "witness"), placeOf(one), t(`language.${one.language}`)];
  return words.join(" · ");
}
