import { useSignal } from "@preact/signals";
import { stop } from "../../model/standing";
import { explain, toast } from "../../model/toasts";
import { t } from "../../words/app";
import { t as words } from "../../words/her";

interface AllClearFormProps {
  asksPin: boolean;
  onDone: () => void;
}

/** What she says, and how it is known to be her. */
export function AllClearForm({ asksPin, onDone }: AllClearFormProps) {
  const problem = useSignal<string | null>(null);
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    const field = (name: string) => String(form.get(name) ?? "").trim() || null;
    try {
      await stop({ words: field("words"), code_word: field("code"), pin: field("pin") });
      toast(words("clear.sent"));
      onDone();
    } catch (error) {
      problem.value = explain(error);
    }
  }
  return (
    <form class="stack" onSubmit={submit} autocomplete="off">
      <p class="soft">{words("clear.help")}</p>
      <label class="field">
        {words("clear.words")}
        <textarea name="words" rows={3} maxlength={4_000} required />
      </label>
      <label class="field">
        {words("clear.code")}
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
        {words("clear.send")}
      </button>
    </form>
  );
}
