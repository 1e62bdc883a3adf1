import { useSignal } from "@preact/signals";
import { canLaunch, endedBy, signIn } from "../../model/session";
import { explain } from "../../model/toasts";
import { language, setLanguage, t } from "../../words/app";
import { AlertButton } from "../shared/AlertButton";
import { TopBar } from "../shared/TopBar";
import { WipeDoor } from "../shared/WipeDoor";
import "./signin.css";

/** Nobody is signed in. If this device may still launch, the button is here too. */
export function SignIn() {
  return (
    <main class="screen signin">
      <TopBar>
        <OtherLanguage />
      </TopBar>
      <div class="signin-body">
        <h1>{t("signin.title")}</h1>
        <Ended />
        <SignInForm />
        {canLaunch.value && <WipeDoor />}
      </div>
      {canLaunch.value && (
        <section class="thumb">
          <p class="soft">{t("signin.stillAlert")}</p>
          <AlertButton />
        </section>
      )}
    </main>
  );
}

function OtherLanguage() {
  const other = language.value === "fr" ? "en" : "fr";
  return (
    <button
      type="button"
      class="button quiet small"
      lang={other}
      onClick={() => setLanguage(other)}
    >
      {t("signin.language")}
    </button>
  );
}

export function Ended() {
  if (!endedBy.value) return null;
  const banned = endedBy.value === "banned";
  return <p class="notice">{t(banned ? "signin.banned" : "signin.expired")}</p>;
}

export function SignInForm() {
  const busy = useSignal(false);
  const shared = useSignal(false);
  const problem = useSignal<string | null>(null);

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    const form = new FormData(event.currentTarget as HTMLFormElement);
    try {
      await signIn({
        email: String(form.get("email")).trim(),
        password: String(form.get("password")),
        shared: form.get("shared") !== null,
        language: language.peek(),
      });
    } catch (error) {
      problem.value = explain(error);
    }
    busy.value = false;
  }

  return (
    <form class="stack" onSubmit={submit}>
      <label class="field">
        {t("signin.email")}
        <input
          name="email"
          type="email"
          required
          autocomplete={shared.value ? "off" : "username"}
          autocapitalize="none"
          spellcheck={false}
        />
      </label>
      <Password shared={shared.value} />
      <label class="check">
        <input
          name="shared"
          type="checkbox"
          checked={shared}
          onChange={(event) => {
            shared.value = event.currentTarget.checked;
          }}
        />
        <span>
          {t("signin.shared")}
          <small>{t("signin.sharedHelp")}</small>
        </span>
      </label>
      <p class="problem" role="alert">
        {problem}
      </p>
      <button type="submit" class="button main" aria-busy={busy}>
        {busy.value ? t("signin.going") : t("signin.go")}
      </button>
    </form>
  );
}

const PASSWORD = {
  id: "password",
  name: "password",
  required: true,
  minlength: 8,
  autocapitalize: "none",
} as const;

function Password({ shared }: { shared: boolean }) {
  const shown = useSignal(false);
  const typed = useSignal("");
  const autocomplete = shared ? "off" : "current-password";
  const type = (event: { currentTarget: HTMLInputElement }) => {
    typed.value = event.currentTarget.value;
  };
  return (
    <div class="field">
      <label for="password">{t("signin.password")}</label>
      <div class="beside">
        {shown.value ? (
          <input
            {...PASSWORD}
            autocomplete={autocomplete}
            type="text"
            value={typed}
            onInput={type}
          />
        ) : (
          <input
            {...PASSWORD}
            autocomplete={autocomplete}
            type="password"
            value={typed}
            onInput={type}
          />
        )}
        <button
          type="button"
          class="button quiet"
          aria-pressed={shown}
          aria-controls="password"
          onClick={() => {
            shown.value = !shown.value;
          }}
        >
          {t(shown.value ? "signin.hide" : "signin.show")}
        </button>
      </div>
    </div>
  );
}
