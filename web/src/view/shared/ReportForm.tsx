import { useSignal } from "@preact/signals";
import { newId } from "../../model/ids";
import { explain, toast } from "../../model/toasts";
import { t } from "../../words/report";

interface ReportFormProps {
  /** Who must not know. */
  name: string;
  send: (reason: string, id: string) => Promise<unknown>;
  onDone: () => void;
}

/** To the moderators, in one's own words. Sent twice it is one report. */
export function ReportForm({ name, send, onDone }: ReportFormProps) {
  const problem = useSignal<string | null>(null);
  const id = useSignal(newId());
  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    try {
      await send(String(form.get("reason")).trim(), id.value);
      toast(t("sent"));
      onDone();
    } catch (error) {
      problem.value = explain(error);
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <p class="soft">{t("help", { name })}</p>
      <label class="field">
        {t("why")}
        <textarea name="reason" rows={4} maxlength={4_000} required />
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="button main">
        {t("send")}
      </button>
    </form>
  );
}
