import { useEffect, useRef } from "preact/hooks";
import type { Visit } from "../../protocol";
import { over } from "../model/visit";
import { t } from "../words/words";
import { Composer } from "./Composer";
import { Identity } from "./Identity";
import { Numbers } from "./Numbers";
import { Over } from "./Over";
import { Standing } from "./Standing";
import { Thread } from "./Thread";
import { Hint } from "./Top";

export function Talk({ visit }: { visit: Visit }) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => main.current?.focus(), []);
  return (
    <main class="talk" ref={main} tabIndex={-1}>
      <h1 class="hidden-label">{t("talk.log")}</h1>
      <Hint />
      <Numbers />
      {!over.value && <Standing visit={visit} />}
      <Thread visit={visit} />
      {over.value ? (
        <Over why={over.value} />
      ) : (
        <div class="bottom">
          <Composer />
          <Identity given={visit.identity} />
        </div>
      )}
    </main>
  );
}
