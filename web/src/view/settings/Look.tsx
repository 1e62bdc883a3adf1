import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { checkExit, DEFAULT_EXIT, setExit } from "../../platform/hide";
import { IDENTITIES, type Identity } from "../../platform/identities";
import { chooseIdentity, identity } from "../../platform/identity";
import { readKeep, writeKeep } from "../../platform/keep";
import { language } from "../../words/area";
import { t } from "../../words/settings";
import { Form, TextField } from "./fields";
import { Section } from "./Section";
import { useSaving } from "./saving";

/** How the app calls itself outside, and where hiding leads. */
export function Look() {
  return (
    <Section title={t("look.title")} state={identity.value.name[language.value]}>
      <fieldset class="set-group">
        <legend class="hidden-label">{t("look.title")}</legend>
        <div class="set-choices">
          {IDENTITIES.map((one) => (
            <IdentityChoice key={one.id} one={one} />
          ))}
        </div>
        <p class="set-help">{t("look.help")}</p>
      </fieldset>
      <Exit />
    </Section>
  );
}

function IdentityChoice({ one }: { one: Identity }) {
  return (
    <label class="set-choice">
      <input
        type="radio"
        name="identity"
        checked={identity.value.id === one.id}
        onChange={() => void chooseIdentity(one.id)}
      />
      <img src={one.icon} alt="" width="40" height="40" />
      {one.name[language.value]}
    </label>
  );
}

function Exit() {
  const address = useSignal(DEFAULT_EXIT);
  const saving = useSaving();
  useEffect(() => {
    void readKeep().then(({ exit }) => {
      address.value = exit ?? DEFAULT_EXIT;
    });
  }, []);
  const save = async () => {
    const exit = checkExit(address.value.trim());
    if (!exit) return saving.refuse(t("look.exitBad"));
    setExit(exit);
    address.value = exit;
    await saving.run(() => writeKeep({ exit }));
  };
  return (
    <Form saving={saving} submit={t("save")} onSubmit={() => void save()}>
      <TextField
        label={t("look.exit")}
        help={`${t("look.exitHelp")} ${t("look.shift")}`}
        kind="url"
        value={address.value}
        onInput={(value) => {
          address.value = value;
        }}
      />
    </Form>
  );
}
