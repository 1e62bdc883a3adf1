import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../net/client";
import type { Figures } from "../../protocol";
import { t } from "../../words/settings";

/** What all of us did, without anybody in it. Said only as far as there is something to say. */
export function Totals() {
  const lines = useSignal<string[]>([]);
  useEffect(() => {
    call("alert.figures", {})
      .then((figures) => {
        lines.value = totals(figures);
      })
      .catch(() => undefined); // nobody misses them
  }, []);
  if (lines.value.length === 0) return null;
  return (
    <section class="set-help" aria-label={t("totals.title")}>
      {lines.value.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </section>
  );
}

/** A figure of too few alerts is null, and is not spoken of. */
export function totals(figures: Figures): string[] {
  if (figures.alerts === 0) return [];
  const { median_first_sign_ms: sign, median_first_contact_ms: contact } = figures;
  const early = figures.contacts_first_minute;
  return [
    t("totals.all", { members: figures.members, alerts: figures.alerts }),
    sign !== null && t("totals.sign", { s: seconds(sign) }),
    contact !== null && t("totals.contact", { s: seconds(contact) }),
    early !== null && t("totals.early", { count: early }),
  ].filter((line) => line !== false);
}

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1_000));
