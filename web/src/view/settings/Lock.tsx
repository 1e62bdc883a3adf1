import { useSignal } from "@preact/signals";
import { hidden } from "../../platform/hide";
import { hasLock, lockNow, removeLock, setLock } from "../../platform/lock";
import { t } from "../../words/settings";
import { CodeField, Form } from "./fields";
import { Section } from "./Section";
import { useSaving } from "./saving";

const CODE = /^\d{4,12}$/;

/** The curtain: a code, and the gestures of the plain page. */
export function Lock() {
  const code = useSignal("");
  const again = useSignal("");
  const saving = useSaving();
  const submit = async () => {
    if (!CODE.test(code.value)) return saving.refuse(t("codes.bad"));
    if (code.value !== again.value) return saving.refuse(t("lock.differ"));
    await saving.run(() => setLock(code.value));
    code.value = "";
    again.value = "";
  };
  return (
    <Section title={t("lock.title")} state={t(hasLock.value ? "lock.on" : "lock.off")}>
      <p>{t("lock.help")}</p>
      <Gestures />
      <Form saving={saving} submit={t("lock.set")} onSubmit={() => void submit()}>
        <CodeField
          label={`${t("lock.code")} (${t("codes.digits")})`}
          value={code.value}
          onInput={(value) => {
            code.value = value;
          }}
        />
        <CodeField
          label={t("lock.repeat")}
          help={t("lock.forgotten")}
          value={again.value}
          onInput={(value) => {
            again.value = value;
          }}
        />
      </Form>
      <div class="set-row">
        <button type="button" class="button small" onClick={showDecoy}>
          {t("lock.try")}
        </button>
        {hasLock.value && (
          <button
            type="button"
            class="button small"
            onClick={() => void saving.run(removeLock, t("lock.off"))}
          >
            {t("lock.remove")}
          </button>
        )}
      </div>
    </Section>
  );
}

function showDecoy(): void {
  lockNow();
  hidden.value = true;
}

function Gestures() {
  return (
    <>
      <h3>{t("lock.gestures")}</h3>
      <ul>
        <li>{t("lock.back")}</li>
        <li>{t("lock.launch")}</li>
        <li>{t("lock.keys")}</li>
      </ul>
    </>
  );
}
