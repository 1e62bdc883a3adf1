import { dismiss, toasts } from "../../model/toasts";
import { t } from "../../words/app";
import { Icon } from "./Icon";

export function Toasts() {
  return (
    <div class="toasts" role="status">
      {toasts.value.map((toast) => (
        <p class="toast" key={toast.id}>
          {toast.text}
          <button
            type="button"
            class="icon-button"
            onClick={() => dismiss(toast.id)}
            aria-label={t("close")}
          >
            <Icon name="close" size={20} />
          </button>
        </p>
      ))}
    </div>
  );
}
