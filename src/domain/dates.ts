// Calendar days in a text: written out or in ISO form, with the words that say what they are.

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthPattern = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const datePattern = `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthPattern},?\\s+\\d{4}|${monthPattern}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}`;

/** An ISO day and the span of the text that names it, label and all. */
export type LabelledDay = { value: string; start: number; end: number };
/** A day beside the name it stands under ("Reviewed on: 2026-09-30"); the name is empty where there is none. */
export type NamedDay = LabelledDay & { name: string };

/** ISO day of 2026-11-23, 23 November 2026 or November 23, 2026; null for 11/12/2026, which has two meanings. */
export function parseDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const month = iso ? Number(iso[2]) : findMonth(text);
  const day = Number(iso ? iso[3] : /(?<!\d)(\d{1,2})(?!\d)/.exec(text)?.[1]);
  const year = Number(iso ? iso[1] : /\d{4}/.exec(text)?.[0]);
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

function findMonth(text: string): number {
  const word = new RegExp(monthPattern, "i").exec(text)?.[0] ?? "";
  return months.indexOf(word.slice(0, 3).toLowerCase()) + 1;
}

/** The day that follows a label, or null. */
export function findLabelledDay(text: string, label: RegExp): LabelledDay | null {
  const found = new RegExp(`${label.source}(${datePattern})`, "i").exec(text);
  const value = found?.[1] ? parseDay(found[1]) : null;
  return found && value !== null ? { value, start: found.index, end: found.index + found[0].length } : null;
}

/** Every day that a text names, in its order. */
export function listDays(text: string): string[] {
  return [...text.matchAll(new RegExp(datePattern, "gi"))].flatMap(([date]) => parseDay(date) ?? []);
}

/** All days from 2000 to `latest`, each with the name of its column or field. */
export function listNamedDays(text: string, latest: Date): NamedDay[] {
  const limit = latest.toISOString().slice(0, 10);
  const pattern = new RegExp(`(?:(?:^|\\| )([^:|\\n]{1,60}): )?(${datePattern})`, "gim");
  return [...text.matchAll(pattern)].flatMap((found) => {
    const [words, name = "", date = ""] = found;
    const value = parseDay(date);
    if (value === null || value <= "2000-01-01" || value > limit) return [];
    const end = found.index + words.length;
    return [{ name, value, start: found.index + words.search(/[^|\s]/), end }];
  });
}
