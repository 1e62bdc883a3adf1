import type { ComponentChildren } from "preact";
import { goHome } from "../../model/screen";
import { t } from "../../words/app";
import { Icon } from "./Icon";

interface TopBarProps {
  back?: boolean;
  children?: ComponentChildren;
}

/** Leaves the right corner free: the hide button is there on every screen. */
export function TopBar({ back = false, children }: TopBarProps) {
  return (
    <header class="top-bar">
      {back && (
        <button type="button" class="icon-button" onClick={goHome} aria-label={t("back")}>
          <Icon name="back" />
        </button>
      )}
      <div class="top-bar-words">{children}</div>
    </header>
  );
}
