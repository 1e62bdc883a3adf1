import { useSignal } from "@preact/signals";
import { stop } from "../../model/standing";
import { explain, toast } from "../../model/toasts";
import type { Alert } from "../../protocol";
import { t } from "../../words/app";
import { Sheet } from "../shared/Sheet";

/** Her own words and her secret word: nothing canned, so that she can be recognised. */
export function AllClear({ alert }: { alert: Alert }) {
  const open = useSignal(false);
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => {
          open.value = true;
        }}
      >
        {t("clear.open")}
      </button>
      {open.value && (
        <Sheet
          title={t("clear.title")}
          onClose={() => {
            open.value = false;
          }}
        >
          <AllClearForm
            asksPin={alert.asks_pin}
            onDone={() => {
              open.value = false;
            }}
          />
        </Sheet>
      )}
    </>
  );
}

function AllClearForm({ asksPin, onDone }: { asksPin: boolean; onDone: () => void }) {
  const problem = useSignal<string | null>(null);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string) => String(form.get(name) ?? "").trim() || null;
    try {
      await stop({ words: field("words"), code_word: field("code"), pin: field("pin") });
      toast(t("clear.sent"));
      onDone();
    } catch (error) {
      problem.value = explain(error);
    }
  }
  return (
    <form class="stack" onSubmit={submit} autocomplete="off">
      <p class="soft">{t("clear.help")}</p>
      <label class="field">
        {t("clear.words")}
        <textarea name="words" rows={3} maxlength={4_000} required />
      </label>
      <label class="field">
        {t("clear.code")}
        <input name="code" maxlength={200} required autocapitalize="none" spellcheck={false} />
      </label>
      {asksPin && (
        <label class="field">
          {t("stop.pin")}
          <input name="pin" type="password" inputmode="numeric" pattern="[0-9]{4,12}" required />
        </label>
      )}
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="button main">
        {t("clear.send")}
      </button>
    </form>
  );
}
