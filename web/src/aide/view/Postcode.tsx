import { useSignal } from "@preact/signals";
import { looksLikePostcode, postcode } from "../model/form";
import { t } from "../words/words";

/** Never refused: a code the server does not know leads to the national team. */
export function Postcode() {
  const left = useSignal(false);
  const odd = left.value && !looksLikePostcode(postcode.value);
  return (
    <div class="field">
      <label for="postcode">{t("door.postcode")}</label>
      <input
        id="postcode"
        value={postcode}
        inputMode="numeric"
        maxLength={12}
        autocomplete="off"
        spellcheck={false}
        aria-describedby="postcode-help"
        onInput={(event) => {
          postcode.value = event.currentTarget.value;
        }}
        onBlur={() => {
          left.value = true;
        }}
      />
      <p class="soft" id="postcode-help" role="status">
        {t(odd ? "door.postcodeOdd" : "door.postcodeHelp")}
      </p>
    </div>
  );
}
