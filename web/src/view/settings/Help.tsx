import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { setMe } from "../../model/session";
import { call } from "../../net/client";
import type { Me, Update } from "../../protocol";
import { t } from "../../words/settings";
import { Form, SavingLine, Switch, TextField } from "./fields";
import { Section } from "./Section";
import { useSaving } from "./saving";

/** Who helps her, whom she helps, and how loudly she is told. */
export function Help({ me }: { me: Me }) {
  const saving = useSaving();
  const set = (patch: Update) => {
    void saving.run(async () => setMe(await call("me.update", patch)));
  };
  return (
    <Section title={t("help.title")} state={me.commune}>
      {me.role !== "ally" && (
        <>
          <Switch
            label={t("help.mixed")}
            help={t("help.mixedHelp")}
            on={me.mixed_help}
            onChange={(mixed_help) => set({ mixed_help })}
          />
          <Switch
            label={t("help.allies")}
            help={t("help.alliesHelp")}
            on={me.helps_allies}
            onChange={(helps_allies) => set({ helps_allies })}
          />
        </>
      )}
      <Switch
        label={t("help.explicit")}
        help={t("help.explicitHelp")}
        on={me.explicit_push}
        onChange={(explicit_push) => set({ explicit_push })}
      />
      <SavingLine saving={saving} />
      <Commune me={me} />
      <Radius me={me} />
    </Section>
  );
}

function Commune({ me }: { me: Me }) {
  const commune = useSignal(me.commune);
  const saving = useSaving();
  const save = () =>
    saving.run(async () => setMe(await call("me.update", { commune: commune.value.trim() })));
  return (
    <Form saving={saving} submit={t("save")} onSubmit={() => void save()}>
      <TextField
        label={t("help.commune")}
        help={t("help.communeHelp")}
        value={commune.value}
        onInput={(value) => {
          commune.value = value;
        }}
      />
    </Form>
  );
}

const STEPS_KM = [1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Information only: it counts who is near, and limits nothing. */
function Radius({ me }: { me: Me }) {
  const km = useSignal(me.radius_km);
  const counted = useSignal(t("help.counting"));
  const saving = useSaving();
  useEffect(() => {
    void count(km.value).then((words) => {
      counted.value = words;
    });
  }, []);
  const choose = (radius_km: number) => {
    km.value = radius_km;
    counted.value = t("help.counting");
    void saving.run(async () => {
      setMe(await call("me.update", { radius_km }));
      counted.value = await count(radius_km);
    });
  };
  return (
    <fieldset class="set-group">
      <legend>{t("help.radius")}</legend>
      <select
        aria-label={t("help.radius")}
        value={String(km.value)}
        onChange={(event) => choose(Number(event.currentTarget.value))}
      >
        {[...new Set([...STEPS_KM, me.radius_km])].map((step) => (
          <option key={step} value={String(step)}>
            {t("help.km", { km: step })}
          </option>
        ))}
      </select>
      <p role="status">{counted}</p>
      <p class="set-help">{t("help.radiusHelp")}</p>
      <SavingLine saving={saving} />
    </fieldset>
  );
}

async function count(radius_km: number): Promise<string> {
  const answer = await call("position.around", { radius_km }).catch(() => ({ count: null }));
  return answer.count === null ? t("help.few") : t("help.count", { count: answer.count });
}
