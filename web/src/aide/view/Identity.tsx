import { useSignal } from "@preact/signals";
import { RefusedError } from "../../net/errors";
import { identify } from "../model/visit";
import { t } from "../words/words";

/** Hers to give, and to take back. */
export function Identity({ given }: { given: string | null }) {
  const problem = useSignal("");
  const send = (text: string | null) => {
    problem.value = "";
    identify(text).catch((error) => {
      problem.value = error instanceof RefusedError ? error.sentence : t("identity.offline");
    });
  };
  return (
    <details class="identity">
      <summary id="identity">{t(given === null ? "identity.open" : "identity.given")}</summary>
      {given === null ? <Give send={send} /> : <Given given={given} send={send} />}
      <p class="problem" role="alert">
        {problem}
      </p>
    </details>
  );
}

type Send = (text: string | null) => void;

function Give({ send }: { send: Send }) {
  const text = useSignal("");
  const submit = (event: Event) => {
    event.preventDefault();
    if (text.peek().trim()) send(text.peek().trim());
  };
  return (
    <form class="field" autocomplete="off" onSubmit={submit}>
      <p class="soft">{t("identity.help")}</p>
      <label for="identity-text">{t("identity.label")}</label>
      <input
        id="identity-text"
        value={text}
        maxLength={400}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
      />
      <button type="submit" class="button" id="identity-give">
        {t("identity.give")}
      </button>
    </form>
  );
}

function Given({ given, send }: { given: string; send: Send }) {
  return (
    <div class="field">
      <p>{t("identity.now", { text: given })}</p>
      <button type="button" class="button" id="identity-take-back" onClick={() => send(null)}>
        {t("identity.takeBack")}
      </button>
    </div>
  );
}
