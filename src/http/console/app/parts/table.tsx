// Tables: a caption for who cannot see it, headers that say what a column holds.
import type { ComponentChildren } from "preact";

export type Column<Row> = {
  key: string;
  title: string;
  draw: (row: Row) => ComponentChildren;
  align?: "start" | "end";
  /** It names the row. One column of a table does. */
  isName?: boolean;
  /** Left out where there is little room. */
  isMinor?: boolean;
};

type TableProps<Row> = {
  caption: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  getKey: (row: Row) => string;
  /** Class of a row, such as "chosen". */
  getClass?: (row: Row) => string | undefined;
};

export function Table<Row>({ caption, columns, rows, getKey, getClass }: TableProps<Row>) {
  return (
    <table class="table">
      <caption class="unseen">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" class={writeClass(column)}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={getKey(row)} class={getClass?.(row)}>
            {columns.map((column) =>
              column.isName ? (
                <th key={column.key} scope="row" class={writeClass(column)}>
                  {column.draw(row)}
                </th>
              ) : (
                <td key={column.key} class={writeClass(column)}>
                  {column.draw(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function writeClass<Row>({ key, align, isMinor }: Column<Row>): string {
  return [`column-${key}`, align === "end" ? "end" : "", isMinor ? "minor" : ""].filter(Boolean).join(" ");
}
