// Quantities in words: how long, how often, how many, how strong; each in the one unit in which it can be compared.
// What a quantity is about, and whom it is for, is not here: see measure.ts.

export type Unit = "days" | "characters" | "bits" | "count" | "version";
export type Comparator = "at_least" | "at_most" | "every" | "within" | "exactly";

/**
 * `low` to `high` is what the words can mean, in the unit: a month has 28 to 31 days, a working day may wait for a
 * weekend. Offsets are into the text that was searched.
 */
export type Quantity = {
  low: number;
  high: number;
  unit: Unit;
  comparator: Comparator;
  start: number;
  end: number;
};
type Range = { low: number; high: number };
type Amount = Range & { unit: Unit; start: number; end: number; isRecurring: boolean };

const numerals =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(" ");
const tens = { sixteen: 16, eighteen: 18, twenty: 20, thirty: 30, forty: 40, sixty: 60, ninety: 90 };
const compounds = { "twenty-four": 24, "forty-eight": 48, "seventy-two": 72, "forty-five": 45 };
const words = new Map<string, number>([
  ...numerals.map((word, value) => [word, value] as const),
  ...Object.entries({ ...tens, ...compounds, a: 1, an: 1, half: 0.5 }),
]);
const numberPattern = `\\d+(?:\\.\\d+)?|${[...words.keys()].toSorted((a, b) => b.length - a.length).join("|")}`;
const unitPattern =
  "seconds?|secs?|minutes?|mins?|hours?|hrs?|(?:working|business|calendar)[ -]days?|days?|weeks?|wks?|months?|quarters?|years?|yrs?";
const durationPattern = new RegExp(
  `(?<![\\w.-])(${numberPattern})(?: ?\\([\\w-]+\\))?[ -]?(?:(?:full|consecutive|calendar) )?(${unitPattern}|[smhdwy])(?![\\w-])`,
  "gi",
);

const hour = 1 / 24;
const spans: readonly [RegExp, (count: number) => Range][] = [
  [/^s/i, (count) => exact(count / 86_400)],
  [/^(?:mi|m$)/i, (count) => exact(count / 1_440)],
  [/^h/i, (count) => exact(count * hour)],
  [/^(?:working|business)/i, (count) => ({ low: count, high: count + 2 * Math.ceil(count / 5) })],
  [/^(?:calendar|d)/i, exact],
  [/^w/i, (count) => exact(count * 7)],
  [/^mo/i, countMonths],
  [/^q/i, (count) => countMonths(count * 3)],
  [/^y/i, (count) => ({ low: count * 360, high: count * 366 })],
];

const frequencies: readonly [RegExp, Range][] = [
  [/\b(?:hourly|(?:every|each|per) hour)\b/gi, exact(hour)],
  [/\b(?:twice (?:a day|daily))\b/gi, exact(0.5)],
  [/\b(?:daily|nightly|(?:every|each|per|once a|a) (?:day|night))\b/gi, exact(1)],
  [/\b(?:fortnightly|every (?:other|second) week|bi-?weekly)\b/gi, exact(14)],
  [/\b(?:weekly|(?:every|each|per|once a) week)\b/gi, exact(7)],
  [/\bevery (?:other|second) month\b/gi, countMonths(2)],
  [/\b(?:monthly|(?:every|each|per|once a) month)\b/gi, countMonths(1)],
  [
    /\b(?:quarterly|(?:every|each|per|once a|once per) quarter|four times (?:a|per) year)\b/gi,
    countMonths(3),
  ],
  [/\b(?:semi-?annual(?:ly)?|half-?yearly|twice (?:a|per) year|twice yearly)\b/gi, countMonths(6)],
  [
    /\b(?:(?<!semi-)annual(?:ly)?|(?<!half-)yearly|(?:every|each|per|once a|once per|once every) year)\b/gi,
    { low: 360, high: 366 },
  ],
  [/\b(?:every (?:other|second) year|biennial(?:ly)?)\b/gi, { low: 720, high: 732 }],
];

const others: readonly [RegExp, Unit, (digits: string) => number][] = [
  [
    new RegExp(`(?<![\\w.-])(${numberPattern})[ -]?(?:characters?|chars?)\\b`, "gi"),
    "characters",
    readNumber,
  ],
  [/\bAES[ -]?(128|192|256)\b/gi, "bits", Number],
  [/\b(?:RSA[ -]?)(1024|2048|3072|4096)\b/gi, "bits", Number],
  [/(?<![\w.-])(\d{2,4})[ -]bit\b/gi, "bits", Number],
  [/\bTLS(?: ?v| version)?(?: is| of)? ?(1(?:\.[0-3])?)(?!\w|\.\d)/gi, "version", Number],
  [/\bSSL ?v? ?([23])(?:\.0)?\b/gi, "version", (digits) => Number(digits) / 10],
  [
    new RegExp(
      `(?<![\\w.-])(${numberPattern}) (?:(?:failed|bad|invalid|unsuccessful|incorrect|consecutive|wrong) )*(?:(?:sign-?in|log-?(?:in|on)|password|access) )?(?:attempts?|tries|failures|sign-ins|log-?ins|passwords?|approv(?:als?|ers?|ing reviews?)|reviewers?|generations?)\\b`,
      "gi",
    ),
    "count",
    readNumber,
  ],
];

/** Every quantity in a text, in its order; where two readings overlap, the longer one. */
export function findQuantities(text: string): Quantity[] {
  const found = [...findDurations(text), ...findFrequencies(text), ...findOthers(text)].filter(
    ({ start, end }) => !isAboutAnotherTime(text, start, end),
  );
  const longestFirst = found.toSorted((a, b) => b.end - b.start - (a.end - a.start));
  const kept: Amount[] = [];
  for (const one of longestFirst)
    if (!kept.some(({ start, end }) => one.start < end && start < one.end)) kept.push(one);
  return kept
    .toSorted((a, b) => a.start - b.start)
    .map(({ isRecurring, ...amount }) => ({
      ...amount,
      comparator: findComparator(text, amount, isRecurring),
    }));
}

/** The bare number or refusal that is all there is in a cell: "10", "Never". */
export function parseBareCount(cell: string): Range | null {
  const digits =
    /^(\d{1,4})\b(?![.:/-]\d)(?: ?(?:passwords?|attempts?|times|remembered|required|people))?[.;]?$/i.exec(
      cell.trim(),
    );
  return digits ? exact(Number(digits[1])) : null;
}

/** Whether the two can mean the same. */
export function canBeEqual(one: Range, other: Range): boolean {
  return one.low <= other.high + slack && other.low <= one.high + slack;
}

/** Seconds that arithmetic on days loses. */
const slack = 1e-6;

export function isMore(one: Range, other: Range): boolean {
  return one.low > other.high + slack;
}

/** Days as ISO dates: how many lie between them. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

export function exact(value: number): Range {
  return { low: value, high: value };
}

function countMonths(count: number): Range {
  return Number.isInteger(count)
    ? { low: count * 30 - 2, high: count * 30.5 + 0.5 }
    : { low: count * 30, high: count * 31 };
}

function readNumber(word: string): number {
  return words.get(word.toLowerCase()) ?? Number(word);
}

function findDurations(text: string): Amount[] {
  return [...text.matchAll(durationPattern)].flatMap((hit) => {
    const [all, count = "", unit = ""] = hit;
    const span = spans.find(([pattern]) => pattern.test(unit));
    // "a year" after a number of times is a frequency, "m" and "s" alone are too little without a digit.
    if (!span || (/^an?$/i.test(count) && /^s/i.test(unit)) || (unit.length === 1 && !/\d/.test(count)))
      return [];
    const lead = /\b(?:every|each|per|once in|once every)\s*$/i.exec(text.slice(0, hit.index));
    const start = lead ? lead.index : hit.index;
    const range = span[1](readNumber(count));
    return [
      { ...range, unit: "days" as const, start, end: hit.index + all.length, isRecurring: lead !== null },
    ];
  });
}

function findFrequencies(text: string): Amount[] {
  return frequencies.flatMap(([pattern, range]) =>
    [...text.matchAll(pattern)].map((hit) => ({
      ...range,
      unit: "days" as const,
      start: hit.index,
      end: hit.index + hit[0].length,
      isRecurring: true,
    })),
  );
}

function findOthers(text: string): Amount[] {
  return others.flatMap(([pattern, unit, read]) =>
    [...text.matchAll(pattern)].map((hit) => ({
      ...exact(read(hit[1] ?? "")),
      unit,
      start: hit.index,
      end: hit.index + hit[0].length,
      isRecurring: false,
    })),
  );
}

/** "The last 90 days" is the time a number was counted over; "raised from 12" is history, "15 minutes ago" too. */
function isAboutAnotherTime(text: string, start: number, end: number): boolean {
  const before = text.slice(Math.max(0, start - 30), start);
  const after = text.slice(end, end + 12);
  const isPassword = /password/i.test(text.slice(start, end));
  return (
    (!isPassword &&
      /\b(?:last|past|previous|preceding|next|first|coming|up from|down from|for over|expires? in|due in|left)\s*$/i.test(
        before,
      )) ||
    /\b(?:raised|lowered|reduced|increased|changed|shortened|extended|went|moved) (?:it )?from\s*$/i.test(
      before,
    ) ||
    /^ (?:ago|old\b|from now|earlier)/i.test(after)
  );
}

function findComparator(
  text: string,
  { start, end }: { start: number; end: number },
  isRecurring: boolean,
): Comparator {
  if (isRecurring) return "every";
  const before = text.slice(Math.max(0, start - 28), start);
  const after = text.slice(end, end + 16);
  if (
    /\b(?:at least|minimum(?: of)?|min\.?|not less than|no (?:less|fewer|shorter) than|not be less than)[ :|]*$|[≥]\s*$|>=\s*$/i.test(
      before,
    )
  )
    return "at_least";
  if (
    /^ ?(?:or (?:more|longer|higher|newer|above|greater|stronger)|and (?:above|higher)|\+|minimum)/i.test(
      after,
    )
  )
    return "at_least";
  if (/\b(?:within|no later than|not later than|under|in less than)\s*$/i.test(before)) return "within";
  if (
    /\b(?:at most|maximum(?: of)?|max\.?|(?:no|not) (?:more|longer) than|not exceed|up to)[ :|]*$|≤\s*$|<=\s*$/i.test(
      before,
    )
  )
    return "at_most";
  if (/^ ?(?:or (?:less|fewer|shorter|sooner)|at (?:the )?(?:most|latest)|maximum)/i.test(after))
    return "at_most";
  return "exactly";
}
