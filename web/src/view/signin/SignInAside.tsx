import { useSignal } from "@preact/signals";
import { t } from "../../words/app";
import { Sheet } from "../shared/Sheet";
import { SignInForm } from "./SignIn";
import "./signin.css";

/** Her alert runs although the session has ended: signing in gives the messages back. */
export function SignInAside() {
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
        {t("her.signin")}
      </button>
      {open.value && (
        <Sheet
          title={t("signin.title")}
          onClose={() => {
            open.value = false;
          }}
        >
          <SignInForm />
        </Sheet>
      )}
    </>
  );
}
