import { useId } from "preact/hooks";
import { type OverviewWord, t } from "./words";

export type Cell = string | number | null;

interface TableProps {
  title: OverviewWord;
  columns: OverviewWord[];
  /** The first cell names its row. */
  rows: Cell[][];
}

/** Figures to compare; wider than a phone, it scrolls by itself. */
export function Table({ title, columns, rows }: TableProps) {
  const id = useId();
  return (
    <div class="figures">
      <h2 id={id}>{t(title)}</h2>
      {rows.length === 0 && <p class="soft">{t("none")}</p>}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: without it a keyboard cannot scroll
        <section class="figures-box" aria-labelledby={id} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map((word) => (
                  <th key={word} scope="col">
                    {t(word)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, at) => (
                <tr key={at}>
                  {row.map((cell, column) =>
                    column === 0 ? (
                      <th key={columns[column]} scope="row">
                        {cell}
                      </th>
                    ) : (
                      <td
                        key={columns[column]}
                        class={typeof cell === "number" ? "number-cell" : ""}
                      >
                        {cell ?? t("empty")}
                      </td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
