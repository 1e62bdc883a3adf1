import { useSignal } from "@preact/signals";
import type { Hold } from "../../platform/hold";
import { t } from "../../words/decoy";

interface Item {
  id: number;
  text: string;
  done: boolean;
}

/** A shopping list. `figure` is spread on its count. Nothing is stored: it starts with its samples. */
export function ShoppingList({ figure }: { figure: Hold["handlers"] }) {
  const items = useSignal<Item[]>(samples());
  const typed = useSignal("");
  const left = items.value.filter((item) => !item.done).length;
  const change = (id: number, patch: Partial<Item>) => {
    items.value = items.value.map((item) => (item.id === id ? { ...item, ...patch } : item));
  };
  const add = (event: Event) => {
    event.preventDefault();
    const text = typed.value.trim();
    if (text) items.value = [...items.value, { id: Date.now(), text, done: false }];
    typed.value = "";
  };
  return (
    <main class="decoy-main">
      <button type="button" class="decoy-figure decoy-count" {...figure}>
        {t("items", { count: left })}
      </button>
      <ul class="decoy-list">
        {items.value.map((item) => (
          <li key={item.id}>
            <label>
              <input
                type="checkbox"
                checked={item.done}
                onChange={() => change(item.id, { done: !item.done })}
              />
              <span class={item.done ? "decoy-done" : ""}>{item.text}</span>
            </label>
            <button
              type="button"
              aria-label={`${t("remove")} ${item.text}`}
              onClick={() => (items.value = items.value.filter((one) => one.id !== item.id))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      <form class="decoy-row" onSubmit={add}>
        <input
          class="decoy-field"
          aria-label={t("item")}
          placeholder={t("item")}
          autocomplete="off"
          maxLength={80}
          value={typed.value}
          onInput={(event) => (typed.value = event.currentTarget.value)}
        />
        <button type="submit" class="decoy-strong">
          {t("add")}
        </button>
      </form>
    </main>
  );
}

/** An empty notebook on a used phone would look odd. */
function samples(): Item[] {
  return t("samples")
    .split(",")
    .map((text, id) => ({ id, text: text.trim(), done: id === 1 }));
}
