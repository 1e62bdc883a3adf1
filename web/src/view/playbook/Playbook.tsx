import { useEffect, useRef } from "preact/hooks";
import { countryHere, type EmergencyNumber, hrefOf, numbersOf } from "../../platform/numbers";
import { t as numberWord } from "../../words/numbers";
import { t } from "../../words/playbook";
import { TopBar } from "../shared/TopBar";
import "./playbook.css";
import { isTopic, LINES, TOPICS, type Topic } from "./topics";

/** `topic` is the moment she is in: it stands open, the others wait folded. */
export function Playbook({ topic }: { topic?: string }) {
  return (
    <main class="screen playbook">
      <TopBar back>
        <h1>{t("title")}</h1>
      </TopBar>
      <div class="playbook-body">
        <p class="soft">{t("intro")}</p>
        <Cards topic={isTopic(topic) ? topic : undefined} />
        <UsefulNumbers />
      </div>
    </main>
  );
}

export function Cards({ topic }: { topic?: Topic }) {
  return (
    <div class="playbook-cards">
      {TOPICS.map((one) => (
        <Card key={one} topic={one} open={topic === one} />
      ))}
    </div>
  );
}

function Card({ topic, open }: { topic: Topic; open: boolean }) {
  const card = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: "start" });
  }, [open]);
  return (
    <details class="playbook-card" open={open} ref={card}>
      <summary>
        <h2>{t(`${topic}.title`)}</h2>
      </summary>
      <Lines topic={topic} />
    </details>
  );
}

export function Lines({ topic }: { topic: Topic }) {
  return (
    <ol>
      {LINES[topic].map((line) => (
        <li key={line}>{t(line)}</li>
      ))}
    </ol>
  );
}

function UsefulNumbers() {
  return (
    <section>
      <h2>{t("numbers")}</h2>
      <ul class="playbook-numbers">
        {numbersOf(countryHere()).map((one) => (
          <li key={one.number}>
            <NumberLink one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NumberLink({ one }: { one: EmergencyNumber }) {
  const spoken = t(one.by === "tel" ? "call" : "text", { number: one.number });
  return (
    <a href={hrefOf(one)} aria-label={`${spoken}, ${numberWord(one.what)}`}>
      <strong>{one.number}</strong>
      <span>{numberWord(one.what)}</span>
    </a>
  );
}
