import { door, problem, slow, start, starting } from "../model/door";
import { asked, minor, missing, topic, victim } from "../model/form";
import { t } from "../words/words";
import { Choice } from "./Choice";
import { Numbers } from "./Numbers";
import { Postcode } from "./Postcode";
import { Promises } from "./Promises";
import { Hint } from "./Top";

export function Door() {
  return (
    <main class="door">
      <Hint />
      <h1>{t("door.title")}</h1>
      <p>{t("door.what")}</p>
      <Numbers />
      <DoorState />
      <form id="door" noValidate autocomplete="off" onSubmit={submit}>
        <Choice name="victim" value={victim} options={[true, false]} />
        <Choice name="minor" value={minor} options={[true, false]} />
        <Choice name="topic" value={topic} options={["home", "sexual", "hatred"]} />
        <Postcode />
        <Promises />
        <Start />
      </form>
    </main>
  );
}

function submit(event: SubmitEvent): void {
  event.preventDefault();
  void start();
  const [first] = missing();
  if (first) document.querySelector<HTMLElement>(`[name=${first}]`)?.focus();
}

function DoorState() {
  const said = door.value === "nobody" || door.value === "unreachable" ? door.value : null;
  return <div role="status">{said && <p class="notice">{t(`door.${said}`)}</p>}</div>;
}

function Start() {
  return (
    <div class="start">
      <p class="problem" role="alert">
        {whatIsWrong()}
      </p>
      <button type="submit" id="start" class="button main" aria-disabled={starting.value}>
        {t("door.start")}
      </button>
      <p class="soft" role="status">
        {starting.value && t(slow.value ? "door.slow" : "door.starting")}
      </p>
    </div>
  );
}

function whatIsWrong(): string {
  if (asked.value && missing().length > 0) return t("door.missing");
  return problem.value === null ? "" : problem.value || t("unknown");
}
