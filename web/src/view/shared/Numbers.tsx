import { t } from "../../words/app";
import { Icon } from "./Icon";

/** Where the person is in danger and the app cannot help: the country's own numbers. */
export function Numbers() {
  return (
    <nav class="numbers" aria-label={t("numbers.title")}>
      <NumberLink href="tel:17" number="17" what={t("numbers.17")} />
      <NumberLink href="tel:112" number="112" what={t("numbers.112")} />
      <a class="number" href="sms:114" aria-label={t("numbers.sms")}>
        <Icon name="write" size={20} />
        <strong>114</strong>
        <span>{t("numbers.114")}</span>
      </a>
    </nav>
  );
}

function NumberLink({ href, number, what }: { href: string; number: string; what: string }) {
  return (
    <a class="number" href={href} aria-label={t("numbers.call", { number: `${number}, ${what}` })}>
      <Icon name="phone" size={20} />
      <strong>{number}</strong>
      <span>{what}</span>
    </a>
  );
}
