import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

interface SectionProps {
  title: string;
  /** How it stands, readable without opening. */
  state?: string;
  bad?: boolean;
  open?: boolean;
  children: ComponentChildren;
}

/** `open` says how it begins; from then on it is hers to fold. */
export function Section({ title, state, bad = false, open = false, children }: SectionProps) {
  const [first] = useState(open);
  return (
    <details class="set-section" open={first}>
      <summary>
        <h2 class="set-title">{title}</h2>
        {state && <span class={bad ? "set-state set-bad" : "set-state"}>{state}</span>}
      </summary>
      <div class="set-body">{children}</div>
    </details>
  );
}
