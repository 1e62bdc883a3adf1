import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { call } from "../../net/client";
import type { Credential, Devices as Listed, Session } from "../../protocol";
import { t } from "../../words/settings";
import { SavingLine } from "./fields";
import { Section } from "./Section";
import { type Saving, useSaving } from "./saving";
import { whenWords } from "./when";

/** Everything that can speak for her, and how to silence each. */
export function Devices() {
  const listed = useSignal<Listed | null>(null);
  const saving = useSaving();
  const load = () => saving.run(async () => (listed.value = await call("devices.list", {})), "");
  useEffect(() => void load(), []);
  return (
    <Section title={t("devices.title")} state={String(listed.value?.sessions.length ?? "")}>
      {listed.value && <Lists listed={listed} saving={saving} />}
      <SavingLine saving={saving} />
      {saving.failed.value && (
        <button type="button" class="button small" onClick={() => void load()}>
          {t("again")}
        </button>
      )}
    </Section>
  );
}

function Lists({ listed, saving }: { listed: Signal<Listed | null>; saving: Saving }) {
  const apply = (work: () => Promise<Listed>) => {
    void saving.run(async () => {
      listed.value = await work();
    }, "");
  };
  return (
    <>
      <h3>{t("devices.sessions")}</h3>
      <ul class="set-list">
        {listed.value?.sessions.map((one) => (
          <SessionLine
            key={one.session}
            one={one}
            onEnd={() => apply(() => call("devices.end", { session: one.session }))}
          />
        ))}
      </ul>
      <h3>{t("devices.credentials")}</h3>
      <p class="set-help">{t("devices.credentialsHelp")}</p>
      <ul class="set-list">
        {listed.value?.credentials.map((one) => (
          <CredentialLine
            key={one.credential}
            one={one}
            onRevoke={() => apply(() => call("devices.revoke", { credential: one.credential }))}
          />
        ))}
        {listed.value?.credentials.length === 0 && <li>{t("devices.none")}</li>}
      </ul>
    </>
  );
}

function SessionLine({ one, onEnd }: { one: Session; onEnd: () => void }) {
  const opened = t("devices.opened", { when: whenWords(one.opened_at) });
  const seen = t("devices.seen", { when: whenWords(one.seen_at) });
  return (
    <li>
      <span>
        <strong>{t(one.here ? "devices.here" : "devices.other")}</strong>
        {one.shared && ` · ${t("devices.shared")}`}
        <small>
          {opened}, {seen}
        </small>
      </span>
      {!one.here && (
        <button
          type="button"
          class="button small"
          onClick={onEnd}
          aria-label={`${t("devices.end")}. ${opened}`}
        >
          {t("devices.end")}
        </button>
      )}
    </li>
  );
}

function CredentialLine({ one, onRevoke }: { one: Credential; onRevoke: () => void }) {
  const made = t("devices.made", { when: whenWords(one.made_at) });
  const used =
    one.used_at === null
      ? t("devices.unused")
      : t("devices.used", { when: whenWords(one.used_at) });
  return (
    <li>
      <span>
        <strong>{t(one.here ? "devices.here" : "devices.other")}</strong>
        <small>
          {made}, {used}
        </small>
      </span>
      <button
        type="button"
        class="button small"
        onClick={onRevoke}
        aria-label={`${t("devices.revoke")}. ${made}`}
      >
        {t("devices.revoke")}
      </button>
    </li>
  );
}
