import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Address } from "../../../protocol";
import { hour } from "../../../view/shared/age";
import { Sheet } from "../../../view/shared/Sheet";
import { readAddress } from "../actions";
import { t } from "../words";
import type { RequestSheetProps } from "./Agreeing";
import { useAsking } from "./asking";

/** Gone from this page with the sheet. */
export function AddressSheet({ request, onClose }: RequestSheetProps) {
  const read = useSignal<Address | null>(null);
  const { busy, problem, ask } = useAsking();
  useEffect(() => {
    void ask(async () => {
      read.value = await readAddress(request.disclosure);
    });
  }, [request.disclosure]);
  const { prosecutor, reference } = request;
  return (
    <Sheet title={t("address.title")} onClose={onClose}>
      <p>{t("disclosure.word", { prosecutor, reference })}</p>
      {busy.value && <p role="status">{t("address.reading")}</p>}
      <p class="problem" role="alert">
        {problem}
      </p>
      {read.value && (
        <p class="address">
          <output>{read.value.address}</output>
          <span class="soft">{t("address.seen", { hour: hour(read.value.seen_at) })}</span>
        </p>
      )}
      <p class="soft">{t("address.what")}</p>
    </Sheet>
  );
}
