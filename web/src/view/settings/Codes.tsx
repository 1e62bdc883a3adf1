import { useSignal } from "@preact/signals";
import { setMe } from "../../model/session";
import { call } from "../../net/client";
import type { Me, SetPins } from "../../protocol";
import { t } from "../../words/settings";
import { CodeField, Form, TextField } from "./fields";
import { Section } from "./Section";
import { useSaving } from "./saving";

const CODE = /^\d{4,12}$/;
const EMPTY = { password: "", pin: "", duress_pin: "", code_word: "" };
type Draft = typeof EMPTY;

/** Stop code, duress code, code word: changed only with the password. */
export function Codes({ me }: { me: Me }) {
  const draft = useSignal<Draft>(EMPTY);
  const saving = useSaving();
  const set = (patch: Partial<Draft>) => {
    draft.value = { ...draft.value, ...patch };
  };
  const send = async (request: Omit<SetPins, "password">) => {
    const { password } = draft.value;
    const work = async () => setMe(await call("me.pins", { password, ...request }));
    if (await saving.run(work)) draft.value = EMPTY;
  };
  const submit = () => {
    const problem = refusalOf(draft.value, me);
    if (problem) saving.refuse(t(problem));
    else void send(changes(draft.value));
  };
  return (
    <Section
      title={t("codes.title")}
      state={me.has_pin ? t("codes.pinSet") : t("codes.none")}
      bad={!me.has_pin}
    >
      <Form saving={saving} submit={t("save")} onSubmit={submit}>
        <Standing me={me} />
        <CodeField
          label={`${t("codes.pin")} (${t("codes.digits")})`}
          help={t("codes.pinHelp")}
          value={draft.value.pin}
          onInput={(pin) => set({ pin })}
        />
        <CodeField
          label={`${t("codes.duress")} (${t("codes.digits")})`}
          help={t("codes.duressHelp")}
          value={draft.value.duress_pin}
          onInput={(duress_pin) => set({ duress_pin })}
        />
        <TextField
          label={t("codes.word")}
          help={t("codes.wordHelp")}
          value={draft.value.code_word}
          onInput={(code_word) => set({ code_word })}
        />
        <p class="set-help">{t("codes.keep")}</p>
        <Password value={draft.value.password} onInput={(password) => set({ password })} />
      </Form>
      <Removals me={me} onRemove={(request) => void send(request)} />
    </Section>
  );
}

function Standing({ me }: { me: Me }) {
  const set = [
    me.has_pin && t("codes.pinSet"),
    me.has_duress_pin && t("codes.duressSet"),
    me.has_code_word && t("codes.wordSet"),
  ].filter(Boolean);
  return set.length > 0 ? <p class="set-good">{set.join(" · ")}</p> : null;
}

function Password({ value, onInput }: { value: string; onInput: (value: string) => void }) {
  return (
    <label class="set-field">
      {t("password")}
      <input
        type="password"
        autocomplete="current-password"
        required
        minLength={8}
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}

interface RemovalsProps {
  me: Me;
  onRemove: (request: Omit<SetPins, "password">) => void;
}

/** A stop code takes the duress code with it: one without the other protects nobody. */
function Removals({ me, onRemove }: RemovalsProps) {
  const button = (word: string, request: Omit<SetPins, "password">) => (
    <button type="button" class="button small" onClick={() => onRemove(request)}>
      {t("remove")} : {word.toLowerCase()}
    </button>
  );
  return (
    <div class="set-row">
      {me.has_pin && button(t("codes.pin"), { pin: "", duress_pin: "" })}
      {me.has_duress_pin && button(t("codes.duress"), { duress_pin: "" })}
      {me.has_code_word && button(t("codes.word"), { code_word: "" })}
    </div>
  );
}

export function refusalOf(draft: Draft, me: Pick<Me, "has_pin">) {
  const { pin, duress_pin, code_word } = draft;
  if (!pin && !duress_pin && !code_word) return "codes.nothing";
  if ((pin && !CODE.test(pin)) || (duress_pin && !CODE.test(duress_pin))) return "codes.bad";
  if (duress_pin && !pin && !me.has_pin) return "codes.needsPin";
  return pin && pin === duress_pin ? "codes.same" : null;
}

/** An empty field leaves as it is; only a press on "remove" removes. */
function changes({ pin, duress_pin, code_word }: Draft): Omit<SetPins, "password"> {
  return {
    ...(pin && { pin }),
    ...(duress_pin && { duress_pin }),
    ...(code_word && { code_word }),
  };
}
