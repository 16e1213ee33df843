// One imported statement → a point: what nature it has, how often it is due, and what evidence of it looks like.
// Publishers say none of that, so it is read from the words; a person may correct it.
import { z } from "zod";
import { type frequencies, type Point, pointSchema } from "./catalogue.ts";
import type { Nature } from "./document.ts";
import { shorten } from "./flaw.ts";
import { listPhrases } from "./phrases.ts";
import { splitSentences } from "./sentences.ts";

export const statementLimit = 600;
export const keywordLimits = { min: 3, max: 20 };
const extractedLimit = 14;

export type Frequency = (typeof frequencies)[number];

/** Built-in points are written to fit; imported ones keep the publisher's words, whatever their length. */
export const ownPointSchema = pointSchema.extend({
  statement: z.string().min(1).max(statementLimit),
  keywords: z.array(z.string().min(2)).min(keywordLimits.min).max(keywordLimits.max),
  nist80053: z.array(pointSchema.shape.nist80053.element).max(4),
});
export type OwnPoint = z.infer<typeof ownPointSchema>;

/** What is known of a point; nulls are read from its words. */
export type PointDraft = {
  id: string;
  statement: string;
  title: string;
  nature: Nature | null;
  frequency: Frequency | null;
  keywords: readonly string[];
  nist80053: string[];
};

export function buildOwnPoint(draft: PointDraft): OwnPoint {
  const nature = draft.nature ?? findNature(draft.statement);
  return {
    id: draft.id,
    statement: draft.statement,
    nature,
    keywords: listKeywords(draft.keywords, [draft.title, draft.statement], draft.title),
    evidence: describeEvidence(nature, shorten(draft.title, 80)),
    examples: [],
    frequency: draft.frequency ?? findFrequency(draft.statement),
    doesNotProve:
      nature === "design"
        ? "A heading or an intent without content; the wording of the requirement itself."
        : "A policy or plan that says it is to be done, without a trace that it was.",
    nist80053: draft.nist80053,
  };
}

/** The given keywords, else phrases of the texts; filled up with what the title makes when those are too few. */
export function listKeywords(given: readonly string[], texts: readonly string[], title: string): string[] {
  const name = shorten(title, 60).toLowerCase();
  const found = given.length > 0 ? given.slice(0, keywordLimits.max) : listPhrases(texts, extractedLimit);
  const fillers = [name, `${name} policy`, `${name} record`, `${name} evidence`];
  return [...found, ...fillers.slice(0, keywordLimits.min + 1)]
    .filter((keyword, index, all) => keyword.length >= 2 && all.indexOf(keyword) === index)
    .slice(0, Math.max(keywordLimits.min, found.length));
}

const writtenThing =
  /\b(?:polic(?:y|ies)|procedures?|plans?|process(?:es)?|programs?|programmes?|rules?|standards?|strateg(?:y|ies)|criteria|requirements?|guidelines?|guidance|roles?|responsibilit(?:y|ies)|objectives?|agreements?|charters?|methodolog(?:y|ies)|baselines?)\b/i;
const subject =
  /^(?:(?:the|an?|each|every)\s+)?(?:(?:organi[sz]ation|entity|company|system|information system|management)(?::|\s+(?:shall|must|should|will))?\s+|(?:[\w’'-]+\s+){1,4}(?:shall|must|should|will)\s+)?/i;
const defining = /^(?:defin(?:es?)|documents?|specif(?:y|ies)|describes?|formali[sz]es?)\b/i;
const making =
  /^(?:establish(?:es)?|develops?|adopts?|publish(?:es)?|formulates?|drafts?|prepares?|creates?|writes?)\b/i;
const isDefined =
  /\b(?:is|are|be|been)\s+(?:(?:formally|clearly)\s+)?(?:defined|specified|described|written|formali[sz]ed)\b/i;
const isMade =
  /\b(?:is|are|be|been)\s+(?:\w+,?\s+(?:and\s+)?){0,2}(?:established|developed|documented|adopted|published)\b/i;

/**
 * `design` when the main verb writes something down (define, document, specify), makes a policy, procedure, plan or
 * the like, or the sentence says that such a thing is defined or made; everything else has to be done: `operation`.
 */
export function findNature(statement: string): Nature {
  const text = statement
    .replace(/\[[^\]]*\]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const start = text.replace(subject, "");
  if (defining.test(start) || isDefined.test(text)) return "design";
  if ((making.test(start) || isMade.test(text)) && writtenThing.test(text)) return "design";
  return "operation";
}

const periods: readonly [Frequency, RegExp][] = [
  ["daily", /\bdaily\b|\b(?:every|each|per) (?:business |working )?day\b|\bevery 24 hours\b/i],
  ["weekly", /\bweekly\b|\b(?:every|each|per) week\b|\bevery (?:7|seven) days\b/i],
  ["monthly", /\bmonthly\b|\b(?:every|each|per) month\b|\bevery (?:30|thirty) days\b/i],
  [
    "quarterly",
    /\bquarterly\b|\b(?:every|each|per) quarter\b|\bevery (?:3|three) months\b|\bevery (?:90|ninety) days\b/i,
  ],
  [
    "semiannual",
    /\bsemi-?annual|\bbiannual|\bevery (?:6|six) months\b|\bhalf-yearly\b|\btwice (?:a|per) year\b/i,
  ],
  ["annual", /\bannual|\byearly\b|\b(?:every|each|per|a) year\b|\bevery (?:12|twelve) months\b/i],
  ["continuous", /\bcontinuously\b|\bin real[- ]time\b|\bat all times\b|\b24\/7\b/i],
  [
    "per-event",
    /\b(?:upon|(?<!\bthe )following|prior to|in the event of|as soon as)\b|\b(?:after|before|when|whenever) (?:each|every|any|an?|the|new|individuals?|users?|accounts?|changes?)\b|\bwithin\b.{0,60}\b(?:hours?|days?)\b/i,
  ],
];

/** The shortest period that the words name; `annual` when they name none. */
export function findFrequency(statement: string): Frequency {
  return periods.find(([, pattern]) => pattern.test(statement))?.[0] ?? "annual";
}

function describeEvidence(nature: Nature, title: string): Point["evidence"] {
  if (nature === "design") {
    return {
      policy: `An approved policy with a section on this that says what applies: ${title}.`,
      procedure: `A procedure that says who does it, when and how: ${title}.`,
    };
  }
  return {
    screenshot: `A screen of the system in use that shows it in force: ${title}.`,
    record: `A dated record, export or log that shows that it was done: ${title}.`,
  };
}

/** Cuts a text at sentences, else at words, into pieces that a point can hold; nothing is lost. */
export function cutStatement(text: string): string[] {
  const pieces: string[] = [];
  for (const span of splitSentences(text)) {
    for (const words of cutWords(text.slice(span.start, span.end))) {
      const joined = `${pieces.at(-1) ?? ""} ${words}`;
      if (pieces.length > 0 && joined.length <= statementLimit) pieces[pieces.length - 1] = joined;
      else pieces.push(words);
    }
  }
  return pieces;
}

function cutWords(sentence: string): string[] {
  const pieces: string[] = [];
  let rest = sentence;
  while (rest.length > statementLimit) {
    const border = rest.lastIndexOf(" ", statementLimit);
    // A border in the middle of a surrogate pair would break the character.
    const hard = /[\uD800-\uDBFF]/.test(rest[statementLimit - 1] ?? "") ? statementLimit - 1 : statementLimit;
    const end = border > statementLimit / 2 ? border : hard;
    pieces.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return rest === "" ? pieces : [...pieces, rest];
}
