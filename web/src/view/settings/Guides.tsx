import { type SettingsWord, t } from "../../words/settings";

const ANDROID: SettingsWord[] = [
  "ready.android.1",
  "ready.android.2",
  "ready.android.3",
  "ready.android.4",
];
const IOS: SettingsWord[] = ["ready.ios.1", "ready.ios.2", "ready.ios.3", "ready.ios.4"];

/** What phones do to notifications, and how to stop them; this phone's guide is open. */
export function Guides({ ios, android }: { ios: boolean; android: boolean }) {
  return (
    <>
      <Guide title={t("ready.android")} steps={ANDROID} open={android} />
      <Guide title={t("ready.ios")} steps={IOS} open={ios} />
    </>
  );
}

function Guide({ title, steps, open }: { title: string; steps: SettingsWord[]; open: boolean }) {
  return (
    <details class="set-guide" open={open}>
      <summary>{title}</summary>
      <ol>
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
    </details>
  );
}
