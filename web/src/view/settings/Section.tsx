import type { ComponentChildren } from "preact";

interface SectionProps {
  title: string;
  /** How it stands, readable without opening. */
  state?: string;
  bad?: boolean;
  open?: boolean;
  children: ComponentChildren;
}

export function Section({ title, state, bad = false, open = false, children }: SectionProps) {
  return (
    <details class="set-section" open={open}>
      <summary>
        <span class="set-title">{title}</span>
        {state && <span class={bad ? "set-state set-bad" : "set-state"}>{state}</span>}
      </summary>
      <div class="set-body">{children}</div>
    </details>
  );
}
