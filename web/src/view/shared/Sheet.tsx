import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../words/app";
import { Icon } from "./Icon";

interface SheetProps {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
}

/** A panel from below. Not a modal dialog: the hide button must stay within reach. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const panel = useRef<HTMLElement>(null);
  // Before it is painted: who sees it can already close it with Escape.
  useLayoutEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <>
      <button type="button" class="shade" onClick={onClose} aria-label={t("close")} tabIndex={-1} />
      <section
        class="sheet"
        role="dialog"
        aria-label={title}
        tabIndex={-1}
        ref={panel}
        onKeyDown={(event) => {
          if (event.key === "Escape") onClose();
        }}
      >
        <header class="sheet-head">
          <h2>{title}</h2>
          <button type="button" class="icon-button" onClick={onClose} aria-label={t("close")}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </section>
    </>
  );
}
