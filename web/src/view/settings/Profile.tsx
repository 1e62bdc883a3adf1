import { useSignal } from "@preact/signals";
import { setMe } from "../../model/session";
import { call } from "../../net/client";
import type { Me } from "../../protocol";
import { t } from "../../words/settings";
import { Form, TextField } from "./fields";
import { Section } from "./Section";
import { useSaving } from "./saving";

const MOST_CONTACTS = 5;

/** What others may know of her, and when. */
export function Profile({ me }: { me: Me }) {
  return (
    <Section title={t("profile.title")} state={me.pseudonym}>
      <Names me={me} />
      <Contacts me={me} />
      <LanguageChoice me={me} />
    </Section>
  );
}

function Names({ me }: { me: Me }) {
  const draft = useSignal({
    pseudonym: me.pseudonym,
    first_name: me.first_name,
    phone: me.phone,
  });
  const saving = useSaving();
  const set = (patch: Partial<typeof draft.value>) => {
    draft.value = { ...draft.value, ...patch };
  };
  const save = () => saving.run(async () => setMe(await call("me.update", draft.value)));
  return (
    <Form saving={saving} submit={t("save")} onSubmit={() => void save()}>
      <TextField
        label={t("profile.pseudonym")}
        value={draft.value.pseudonym}
        onInput={(pseudonym) => set({ pseudonym })}
      />
      <TextField
        label={t("profile.first")}
        help={t("profile.firstHelp")}
        value={draft.value.first_name}
        onInput={(first_name) => set({ first_name })}
      />
      <TextField
        label={t("profile.phone")}
        help={t("profile.phoneHelp")}
        kind="tel"
        value={draft.value.phone}
        onInput={(phone) => set({ phone })}
      />
    </Form>
  );
}

function Contacts({ me }: { me: Me }) {
  const draft = useSignal([...me.contacts, ""].slice(0, MOST_CONTACTS));
  const saving = useSaving();
  const set = (index: number, value: string) => {
    const next = draft.value.map((one, at) => (at === index ? value : one));
    const full = next.every((one) => one !== "") && next.length < MOST_CONTACTS;
    draft.value = full ? [...next, ""] : next;
  };
  const save = () => {
    const contacts = draft.value.map((one) => one.trim()).filter(Boolean);
    return saving.run(async () => setMe(await call("me.update", { contacts })));
  };
  return (
    <Form saving={saving} submit={t("save")} onSubmit={() => void save()}>
      <fieldset class="set-group">
        <legend>{t("profile.contacts")}</legend>
        <p class="set-help">{t("profile.contactsHelp")}</p>
        {draft.value.map((value, index) => (
          <TextField
            key={index}
            label={t("profile.contact", { n: index + 1 })}
            value={value}
            onInput={(next) => set(index, next)}
          />
        ))}
      </fieldset>
    </Form>
  );
}

const LANGUAGES = [
  ["fr", "Français"],
  ["en", "English"],
] as const;

function LanguageChoice({ me }: { me: Me }) {
  const saving = useSaving();
  return (
    <fieldset class="set-group">
      <legend>{t("profile.language")}</legend>
      <div class="set-choices">
        {LANGUAGES.map(([language, name]) => (
          <label key={language} class="set-choice" lang={language}>
            <input
              type="radio"
              name="language"
              checked={me.language === language}
              onChange={() =>
                void saving.run(async () => setMe(await call("me.update", { language })))
              }
            />
            {name}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
