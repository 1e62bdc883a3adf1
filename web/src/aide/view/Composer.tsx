import { draft, sendDraft, tooLong } from "../model/sending";
import { t } from "../words/words";

export function Composer() {
  const over = tooLong(draft.value);
  const submit = (event: Event) => {
    event.preventDefault();
    sendDraft();
  };
  return (
    <form class="composer" autocomplete="off" onSubmit={submit}>
      <label class="hidden-label" for="composer">
        {t("msg.write")}
      </label>
      <textarea
        id="composer"
        rows={1}
        placeholder={t("msg.write")}
        value={draft}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          draft.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
          if (enter && hasKeyboard()) submit(event);
        }}
      />
      <button type="submit" id="send" class="send" aria-label={t("msg.send")}>
        <svg viewBox="0 0 24 24" width="24" height="24" fill="none" aria-hidden="true">
          <path d="M4 12l16-7-6 15-3-6.5z" stroke="currentColor" stroke-width="2" />
        </svg>
      </button>
      {over > 0 && (
        <p class="problem" role="alert">
          {t("msg.tooLong", { count: over })}
        </p>
      )}
    </form>
  );
}

/** On a touch screen Enter makes a line; with a real keyboard it sends. */
function hasKeyboard(): boolean {
  return window.matchMedia("(hover: hover) and (pointer: fine)").matches;
}
