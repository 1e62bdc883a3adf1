import { useSignal } from "@preact/signals";
import { now } from "../../model/clock";
import type { Desk, Disclosure } from "../../protocol";
import { span } from "../span";
import { AddressSheet } from "./acts/AddressSheet";
import { Agreeing } from "./acts/Agreeing";
import { concerns, mayAgree, mayRead } from "./may";
import { t } from "./words";

type Opened = { sheet: "agree" | "address"; disclosure: string };

/** Emergency disclosures that concern me: to agree to, waiting for another, or to read. */
export function Requests({ known: { me, disclosures } }: { known: Desk }) {
  const open = useSignal<Opened | null>(null);
  const close = () => {
    open.value = null;
  };
  const mine = disclosures.filter((one) => concerns(me, one, now.value));
  const chosen = disclosures.find(({ disclosure }) => disclosure === open.value?.disclosure);
  return (
    <>
      {mine.length > 0 && (
        <section class="requests" aria-label={t("disclosure.title")}>
          <h2>{t("disclosure.title")}</h2>
          <p class="hidden-label" role="alert">
            {mine.some((one) => mayAgree(me, one)) && t("disclosure.waits")}
          </p>
          {mine.map((one) => (
            <Request
              key={one.disclosure}
              request={one}
              may={mayAgree(me, one) ? "agree" : mayRead(me, one) ? "address" : null}
              onOpen={(sheet) => {
                open.value = { sheet, disclosure: one.disclosure };
              }}
            />
          ))}
        </section>
      )}
      {chosen && open.value?.sheet === "agree" && <Agreeing request={chosen} onClose={close} />}
      {chosen && open.value?.sheet === "address" && (
        <AddressSheet request={chosen} onClose={close} />
      )}
    </>
  );
}

interface RequestProps {
  request: Disclosure;
  may: Opened["sheet"] | null;
  onOpen: (sheet: Opened["sheet"]) => void;
}

function Request({ request, may, onOpen }: RequestProps) {
  const { reason, asked_by, agreed_by, asked_at, state } = request;
  return (
    <article class="request">
      <p>
        <strong>{t(`disclose.${reason}`)}</strong> · {t(`disclosure.${state}`)}
      </p>
      <p class="soft">{t("disclosure.by", { name: asked_by, span: span(now.value - asked_at) })}</p>
      {agreed_by && <p class="soft">{t("disclosure.agreed_by", { name: agreed_by })}</p>}
      {may && (
        <button type="button" class="button small" onClick={() => onOpen(may)}>
          {t(may === "agree" ? "disclosure.decide" : "disclosure.read")}
        </button>
      )}
    </article>
  );
}
