// Time that passed in a record: between two days of a row, or between one time that something was done and the next.
import type { Clause } from "./clause.ts";
import { listNamedDays, type NamedDay } from "./dates.ts";
import { type Parameter, parameters } from "./parameter.ts";
import { countDays } from "./quantity.ts";

export type Elapsed = { parameter: Parameter; days: number; said: string };

const anyDay = new Date("9999-12-31T00:00:00Z");
/** These days bound a time or are still to come: nothing was done on them. */
const notDone = /period|\bfrom\b|\bto\b|due|deadline|next|valid|expire|until|between|effective|version/i;
const earlier = /^(?:last|previous|prior)\b/i;
const later =
  /^(?:this|current|latest|new)\b|completed|performed|reviewed on|tested on|review date|test date/i;

/** Times that a row or sentence of a record tells by its days. Only the first clause of a row is asked. */
export function listDays(clause: Clause, context: string): Elapsed[] {
  const { sentence } = clause;
  if (
    sentence.text.includes(" | ") &&
    clause.at !== sentence.start &&
    !sentence.text.startsWith(clause.label)
  )
    return [];
  const days = listNamedDays(sentence.text, anyDay);
  return days.length < 2
    ? []
    : [...listSpans(sentence.text, days, context), ...listGaps(sentence.text, days, context)];
}

function listSpans(text: string, days: readonly NamedDay[], context: string): Elapsed[] {
  return parameters.flatMap((parameter) => {
    const { columns, of, not } = parameter;
    if (!columns || !of.test(`${text} . ${context}`) || not?.test(text.replace(/\d/g, ""))) return [];
    const from = days.find(({ name }) => name !== "" && columns.from.test(name) && !notDone.test(name));
    const to = days.find(
      ({ name }) => name !== "" && columns.to.test(name) && name !== from?.name && !notDone.test(name),
    );
    if (!from || !to || to.value < from.value) return [];
    const count = countDays(from.value, to.value);
    return [{ parameter, days: count, said: `${count} days (${from.value} to ${to.value})` }];
  });
}

/**
 * What was done once in every period can be nearly two periods apart; half of the longest gap is what a rule has to
 * allow at least.
 */
function listGaps(text: string, days: readonly NamedDay[], context: string): Elapsed[] {
  if (!areTimesOfOne(text, days)) return [];
  const ordered = days.map(({ value }) => value).toSorted();
  const gaps = ordered.slice(1).map((value, index) => countDays(ordered[index] ?? value, value));
  const longest = Math.max(...gaps);
  const said = `${longest} days between two times`;
  const parameter = parameters.find(
    ({ isRecurring, says, of, not }) =>
      isRecurring &&
      says.every((pattern) => pattern.test(text)) &&
      of.test(`${text} . ${context}`) &&
      !not?.test(text),
  );
  return parameter && longest > 0 ? [{ parameter, days: longest / 2, said }] : [];
}

function areTimesOfOne(text: string, days: readonly NamedDay[]): boolean {
  if (text.includes(" | ")) {
    const names = days.map(({ name }) => name);
    return (
      days.length === 2 &&
      names.some((name) => earlier.test(name)) &&
      names.some((name) => later.test(name) && !earlier.test(name))
    );
  }
  return (
    /\b(?:review|restor|test|scan|exercis|train|audit|assess|check|rotat|back)\w*/i.test(text) &&
    /\b(?:and|then|before that|previous|again|after that|followed by)\b|,/i.test(text) &&
    !/\b(?:between|until|due|next|valid|period|effective|from \d|from [A-Z])/.test(text)
  );
}
