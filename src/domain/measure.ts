// Measures: what a passage says of a parameter or a setting, for whom, and in which words.
import { type Clause, cutClauses } from "./clause.ts";
import { listDays } from "./elapsed.ts";
import { type Parameter, parameters } from "./parameter.ts";
import { type Comparator, exact, findQuantities, parseBareCount, type Quantity } from "./quantity.ts";
import { findReach, listNames, type Reach } from "./reach.ts";
import { findMode, findState, type Setting, settings } from "./setting.ts";

/** A rule says how it has to be; a practice shows how it is. */
export type Role = "rule" | "practice";

export type MeasuredText = { text: string; headings: readonly string[]; title: string };

export type Measure = {
  subject: string;
  unit: Quantity["unit"] | "state";
  low: number;
  high: number;
  comparator: Comparator;
  stronger: "more" | "less" | null;
  /** The points it belongs to; null: only a claim that quotes it. */
  about: RegExp | null;
  /** Stems of the clause when the subject alone does not say what is measured. */
  stems: readonly string[];
  /** The value in its own words. */
  said: string;
  reach: Reach;
  /** The sentence or row that says so: a span of the passage's text. */
  start: number;
  end: number;
};

const unsettled =
  /\b(?:will be|going to|plans? to\b|planned|planning to|intend|roadmap|in future|from (?:20\d\d|q[1-4])|introduced in|pilot|proposed|draft|under evaluation|for example|e\.g\.|such as|previously|formerly|used to\b|until (?:20\d\d|\w+ 20\d\d)|raised|lowered|increased from|reduced from|changed from|should consider|recommend|where (?:possible|feasible)|exempt|exception|does not apply|not covered|out of scope|accepted until|waived?)/i;
const benignCondition =
  /\b(?:when|if|where|once) (?:an? |the |they |their |any |somebody|someone|a person|he or she|it )?(?:\w+ )?(?:leaves?|left|ends?|departs?|is terminated|resigns?|signs? in|is (?:found|discovered|detected|idle|unattended|not used))/i;
const conditional = /\b(?:if|when|unless|except|only for|only where|in case of|provided that|other than)\b/i;
const longSentence = 250;
/** In a record these name the rule, or what is still to come, not what was done. */
const notObserved =
  /\b(?:sla|target|policy (?:limit|requires|demands|says)|limit is|deadline|due|required by|must|shall|should|expected|allowed up to|planned|next (?:review|test|rotation|run))\b/i;

/** @param tokenize stems of a text, for subjects that have no name of their own. */
export function listMeasures(
  passage: MeasuredText,
  role: Role,
  tokenize: (text: string) => string[],
): Measure[] {
  const context = [passage.title, ...passage.headings].join(" . ");
  return cutClauses(passage.text).flatMap((clause) => {
    if (isUnsettled(clause, role)) return [];
    const make = (subject: string, clauseWords: string, rest: MeasureParts): Measure => ({
      subject,
      ...rest,
      stems: rest.stems.filter((stem) => !/^(?:~|\d)/.test(stem)),
      reach: findReach(
        { clause: clauseWords, beside: clause.beside, context, sentence: clause.sentence.text },
        listRuleNames(clause, role),
      ),
      start: clause.sentence.start,
      end: clause.sentence.end,
    });
    return [
      ...measureQuantities(clause, context, tokenize, make),
      ...measureBare(clause, context, role, make),
      ...(role === "practice" ? measureDays(clause, context, make) : []),
      ...measureStates(clause, role, tokenize, make),
    ].filter((measure) => role === "rule" || !isOtherWindow(measure, clause));
  });
}

type MeasureParts = Omit<Measure, "subject" | "reach" | "start" | "end">;
type Make = (subject: string, clauseWords: string, rest: MeasureParts) => Measure;

function isUnsettled(clause: Clause, role: Role): boolean {
  const { text } = clause.sentence;
  if (text.endsWith("?")) return true;
  if (role === "practice") return notObserved.test(clause.isCell ? clause.label : clause.text);
  // The rows of a version history tell what was changed.
  if (/^version\b/i.test(text)) return true;
  return unsettled.test(text) || (!clause.isCell && conditional.test(text.replace(benignCondition, " ")));
}

/** "Last changed: 16 March", "Duration: 22 min" and the like measure the screen, not the control. */
function isOtherWindow({ unit }: Measure, { label }: Clause): boolean {
  return (
    unit === "days" &&
    /^(?:last (?:success|run|seen|login|sign-?in|saved)|duration|time taken|size|uptime|age of)/i.test(label)
  );
}

function listRuleNames(clause: Clause, role: Role): string[] {
  if (role === "practice") return [];
  if (clause.isCell)
    return (clause.key.toLowerCase().match(/[\p{L}\d-]{3,}/gu) ?? []).filter(
      (word) =>
        !/^(?:all|every|critical|high|medium|low|and|the|for|other|any|staff|users?|password)$/.test(word),
    );
  return listNames(clause.sentence.text);
}

function measureQuantities(
  clause: Clause,
  context: string,
  tokenize: (text: string) => string[],
  make: Make,
): Measure[] {
  const quantities = findQuantities(clause.text);
  return quantities.flatMap((quantity, index) => {
    const own = cutAround(clause.text, quantities, index);
    const words = clause.isCell
      ? quantities.length > 1
        ? `${clause.key}: ${clause.label}: ${own}`
        : clause.named
      : own;
    const isRecurring =
      quantity.comparator === "every" || /frequency|interval|cadence|schedule|how often/i.test(clause.label);
    const parameter = findParameter({ words, sentence: clause.named, context }, quantity.unit, isRecurring);
    if (!parameter || (clause.isCell && parameter.not?.test(clause.named))) return [];
    const { start, end, ...range } = quantity;
    return [
      make(parameter.name, words, {
        ...range,
        stronger: parameter.stronger ?? findWish(words, quantity.comparator),
        about: parameter.about,
        stems: parameter.isManifold ? tokenize(`${words}`) : [],
        said: clause.text.slice(findLead(clause.text, start), end),
      }),
    ];
  });
}

/** "At least" and the like belong to what is said. */
function findLead(text: string, start: number): number {
  const lead =
    /\b(?:at least|at most|within|no (?:more|less|later|fewer) than|up to|(?:minimum|maximum) of)\s*$/i;
  return lead.exec(text.slice(0, start))?.index ?? start;
}

/** The words of one of several quantities: from the first comma or "and" after the one before, to the next one's. */
function cutAround(text: string, quantities: readonly Quantity[], index: number): string {
  const own = quantities[index];
  if (!own || quantities.length === 1) return text;
  const before = quantities[index - 1];
  const after = quantities[index + 1];
  const separator = /[,;(]|\b(?:and|but|while|whereas|or)\b/i;
  const from = before ? before.end + Math.max(0, text.slice(before.end, own.start).search(separator)) : 0;
  const gap = after ? text.slice(own.end, after.start) : "";
  const cut = gap.search(separator);
  const to = after ? own.end + (cut < 0 ? gap.length : cut) : text.length;
  return text.slice(from, to);
}

function findParameter(
  { words, sentence, context }: { words: string; sentence: string; context: string },
  unit: Quantity["unit"],
  isRecurring: boolean,
): Parameter | null {
  const fitting = parameters.filter(
    (one) => one.unit === unit && (one.isRecurring === undefined || one.isRecurring === isRecurring),
  );
  const find = (text: string) =>
    fitting.find(
      ({ says, of, not }) =>
        says.every((pattern) => pattern.test(text)) &&
        of.test(`${sentence} . ${context}`) &&
        !not?.test(text),
    );
  // A long sentence lists many things: what one of them says is not about the others.
  return find(words) ?? (sentence.length <= longSentence ? find(sentence) : undefined) ?? null;
}

/** Whether a rule that names a time wants it longer or shorter. */
function findWish(words: string, comparator: Comparator): Measure["stronger"] {
  if (comparator === "at_least") return "more";
  if (comparator === "at_most" || comparator === "within") return "less";
  return /delet|eras|anonymi|destroy|overwrit/i.test(words) ? "less" : null;
}

/** A cell that is only a number, or says that there is none: "Password history: 5", "Lockout: never". */
function measureBare(clause: Clause, context: string, role: Role, make: Make): Measure[] {
  if (!clause.isCell || clause.label === "") return [];
  const count = parseBareCount(clause.value);
  const isNone =
    /^(?:never|none|off|disabled|not (?:set|configured|enforced|enabled)|unlimited|no (?:limit|expiry|expiration)|does not expire|0)\.?$/i.test(
      clause.value,
    );
  if (!count && !isNone) return [];
  const units = isNone ? (["characters", "count", "days"] as const) : (["characters", "count"] as const);
  const names = {
    words: `${clause.key} ${clause.label}`,
    sentence: `${clause.key} ${clause.label}`,
    context,
  };
  for (const unit of units) {
    const parameter = findParameter(names, unit, false) ?? findParameter(names, unit, true);
    if (!parameter || (isNone && (role === "rule" || parameter.stronger === null))) continue;
    const isEndless =
      parameter.stronger === "less" || /never|unlimited|no (?:limit|expir)|not expire/i.test(clause.value);
    const range = isNone ? exact(isEndless ? Number.POSITIVE_INFINITY : 0) : (count ?? exact(0));
    const { stronger, about } = parameter;
    return [
      make(parameter.name, clause.named, {
        ...range,
        unit,
        comparator: "exactly",
        stronger,
        about,
        stems: [],
        said: clause.value,
      }),
    ];
  }
  return [];
}

function measureDays(clause: Clause, context: string, make: Make): Measure[] {
  return listDays(clause, context).map(({ parameter, days, said }) =>
    make(parameter.name, clause.named, {
      ...exact(days),
      unit: "days",
      comparator: "exactly",
      stronger: parameter.stronger,
      about: parameter.about,
      stems: [],
      said,
    }),
  );
}

/** A setting by its name, else whatever a rule allows or forbids. */
function measureStates(
  clause: Clause,
  role: Role,
  tokenize: (text: string) => string[],
  make: Make,
): Measure[] {
  const named = measureSettings(clause, role, make);
  return named.length > 0 || role === "practice" ? named : measureModes(clause, tokenize, make);
}

function measureSettings(clause: Clause, role: Role, make: Make): Measure[] {
  return settings.flatMap((setting: Setting) => {
    const state = findState(clause, setting, role);
    if (state === null) return [];
    const { name, wanted, about } = setting;
    const said = clause.isCell ? clause.value : clause.text;
    return [
      make(name, clause.named, {
        ...exact(state),
        unit: "state",
        comparator: "exactly",
        stronger: wanted === "on" ? "more" : "less",
        about,
        stems: [],
        said,
      }),
    ];
  });
}

function measureModes(clause: Clause, tokenize: (text: string) => string[], make: Make): Measure[] {
  const found = clause.isCell ? null : findMode(clause.text);
  if (!found || found.rest.length < 20) return [];
  const state = exact(found.mode === "forbidden" ? 0 : 1);
  return [
    make("what is allowed", clause.named, {
      ...state,
      unit: "state",
      comparator: "exactly",
      stronger: null,
      about: null,
      stems: tokenize(found.rest),
      said: clause.text,
    }),
  ];
}
