// Plain text tables for a terminal.

export type Column = { title: string; align?: "left" | "right" };

/** Rows under their titles, columns two spaces apart, without trailing spaces. */
export function writeTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) =>
    Math.max(column.title.length, ...rows.map((row) => (row[at] ?? "").length)),
  );
  const writeLine = (cells: readonly string[]): string =>
    columns
      .map(({ align }, at) => {
        const cell = cells[at] ?? "";
        return align === "right" ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0);
      })
      .join("  ")
      .trimEnd();
  const titles = writeLine(columns.map((column) => column.title));
  return `${[titles, "-".repeat(titles.length), ...rows.map(writeLine)].join("\n")}\n`;
}

/** Cut to a width, at a word where one ends nearby. */
export function shorten(text: string, width: number): string {
  const flat = text.replace(/\s+/g, " ").trim();
  if (flat.length <= width) return flat;
  const cut = flat.slice(0, width - 1);
  const space = cut.lastIndexOf(" ");
  return `${space > width * 0.6 ? cut.slice(0, space) : cut}…`;
}
