import { useSignal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Channel, Side } from "../../model/channels";
import { draftOf, keepDraft } from "../../model/drafts";
import { say } from "../../model/sending";
import { t } from "../../words/app";
import { Icon } from "./Icon";

/** As the server counts it. */
const LONGEST = 4_000;

interface ComposerProps {
  room: string;
  channels: Channel[];
  side: Side;
  label: string;
}

export function Composer({ room, channels, side, label }: ComposerProps) {
  const key = `${room} ${side}`;
  const text = useSignal(draftOf(key));
  const id = useId();
  const over = [...text.value].length - LONGEST;

  const change = (next: string) => {
    text.value = next;
    keepDraft(key, next);
  };
  const submit = (event?: Event) => {
    event?.preventDefault();
    const words = text.value.trim();
    if (!words || over > 0) return;
    say(room, channels, words);
    change("");
  };

  return (
    <form class={`composer ${side}`} onSubmit={submit}>
      <label class="hidden-label" for={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={1}
        placeholder={label}
        value={text}
        autocomplete="off"
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          const enter = event.key === "Enter" && !event.shiftKey && !event.isComposing;
          if (enter && hasKeyboard()) submit(event);
        }}
      />
      <button type="submit" class="send" aria-label={t("send")} disabled={!text.value.trim()}>
        <Icon name="send" />
      </button>
      {over > 0 && <p class="problem">{t("msg.tooLong", { count: over })}</p>}
    </form>
  );
}

/** On a touch screen Enter makes a line; with a real keyboard it sends. */
function hasKeyboard(): boolean {
  return window.matchMedia("(hover: hover) and (pointer: fine)").matches;
}
