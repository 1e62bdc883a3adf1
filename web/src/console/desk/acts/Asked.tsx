import { t } from "../words";
import type { Asking } from "./asking";

/** Under a question: that it is on its way, or why it was refused. */
export function Asked({ asking: { busy, problem } }: { asking: Asking }) {
  return (
    <>
      <p class="problem" role="alert">
        {problem}
      </p>
      {busy.value && <p role="status">{t("do.working")}</p>}
    </>
  );
}
