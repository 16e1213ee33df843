// What a document says about itself: its kind, title, dates and people, each with the words that say so.
// Unknown stays unknown: the moment of the upload proves nothing about the content.
import { findLabelledDay, listNamedDays } from "./dates.ts";
import { archiveType, type Kind, messageType } from "./document.ts";
import { type FactName, localDescriber, type ReadFact } from "./fact.ts";
import { findApprover, findOwner, findVersion, findWebAddress } from "./labels.ts";
import type { Reading } from "./reading.ts";
import { buildFactQuote } from "./tie.ts";

type Upload = { fileName: string; uploadedAt: Date };
/** A value and where in the text it stands; without a place when the file itself tells it. */
type Found = { value: string; start?: number; end?: number };

/** Where documents speak of themselves: a table at the beginning, a history at the end. */
const headLength = 4_000;

/** Facts in no particular order, at most one of each name; `kind` and `title` are always among them. */
export function describeReading(reading: Reading, upload: Upload): ReadFact[] {
  const title = findTitle(reading, upload.fileName);
  const kind = findKind(reading, `${title.value} ${upload.fileName}`);
  const { text } = reading;
  const head = text.slice(0, headLength);
  const found: Partial<Record<FactName, Found | null>> = { title, kind: { value: kind } };
  if (kind === "screenshot") {
    found.capturedAt = findClock(text, upload.uploadedAt);
    found.sourceUrl = findWebAddress(head);
  } else if (isRecord(reading)) Object.assign(found, findPeriod(text, upload.uploadedAt));
  else {
    found.version = findVersion(head);
    found.owner = findOwner(head);
    found.approver = findApprover(head);
    if (kind === "record" || kind === "report") Object.assign(found, findPeriod(text, upload.uploadedAt));
    else {
      found.effectiveFrom = findLabelledDay(head, effectiveLabel) ?? findLabelledDay(head, approvedLabel);
      found.effectiveTo = findLabelledDay(head, reviewLabel);
    }
  }
  return Object.entries(found).flatMap(([name, one]) =>
    one
      ? [
          {
            name: name as FactName,
            value: one.value,
            quote: buildQuote(reading, one),
            saidBy: localDescriber,
          },
        ]
      : [],
  );
}

/** The value of a fact, or null. */
export function findFact(facts: readonly ReadFact[], name: FactName): string | null {
  return facts.find((fact) => fact.name === name)?.value ?? null;
}

/** The kind that a document was given. */
export function getKind(facts: readonly ReadFact[]): Kind {
  return (findFact(facts, "kind") ?? "record") as Kind;
}

function buildQuote(reading: Reading, { start, end }: Found): ReadFact["quote"] {
  if (start === undefined || end === undefined) return null;
  return buildFactQuote(reading, { start, end });
}

function findTitle(reading: Reading, fileName: string): Found {
  const first = reading.headings[0];
  const stem = fileName.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ");
  const declared =
    reading.title && !/^(untitled|microsoft word|document\d*|sheet\d*)/i.test(reading.title)
      ? reading.title
      : undefined;
  const isNamedByFile = reading.mediaType.startsWith("image/") || isTable(reading.mediaType);
  const clean = (words: string) => words.replace(/\s+/g, " ").trim().slice(0, 200);
  if (first && !isNamedByFile) return { value: clean(reading.text.slice(first.start, first.end)), ...first };
  return { value: clean((isNamedByFile ? undefined : declared) ?? stem) || fileName };
}

const kindWords: readonly [Kind, RegExp][] = [
  ["attestation", /\b(attestation|attest|certificate of|management assertion|declaration of)\b/i],
  [
    "report",
    /\b(penetration test|pen ?test|soc [123]\b.*report|assessment report|audit report|auditor|findings report)\b/i,
  ],
  [
    "procedure",
    /\b(procedure|runbook|playbook|work instruction|sop|how[- ]to|process|checklist|incident response plan|recovery plan)\b/i,
  ],
  ["policy", /\b(policy|policies|standard|code of conduct|charter|handbook|guideline|plan|rules)\b/i],
  [
    "record",
    /\b(log|export|register|minutes|list|tickets?|inventory|results|review of|completions?|post-?mortem|incident report|record|approval)\b/i,
  ],
];

/** By format first (pictures, tables), then by the words of its title, then by how it speaks. */
function findKind(reading: Reading, titleWords: string): Kind {
  if (reading.mediaType.startsWith("image/")) return "screenshot";
  if (isRecord(reading)) return "record";
  return findNamedKind(titleWords) ?? findSpokenKind(reading.text);
}

/** The kind that a title or a file name says, or null. */
export function findNamedKind(titleWords: string): Kind | null {
  const words = titleWords.replace(/[_-]+/g, " ");
  return kindWords.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}

/** Whether the words name this kind. */
export function hasKindWord(kind: Kind, words: string): boolean {
  return kindWords.some(([one, pattern]) => one === kind && pattern.test(words));
}

/** Pictures, tables and messages are what their format says, whatever they say of themselves. */
export function isKindOfFormat(reading: Reading): boolean {
  return reading.mediaType.startsWith("image/") || isRecord(reading);
}

function isTable(mediaType: string): boolean {
  return /csv|tab-separated|spreadsheet|json/.test(mediaType) || mediaType === archiveType;
}

/** Exports and messages tell what was, whatever their title. */
function isRecord({ mediaType }: Reading): boolean {
  return isTable(mediaType) || mediaType === messageType;
}

/** Letters and meeting notes record what happened. Other prose at most says what is to be: it proves no operation. */
function findSpokenKind(text: string): Kind {
  const isLetter = /^(?:from|to|sent|date|attendees|present|participants):/im.test(text.slice(0, 1000));
  const isNormative = /\b(must|shall|are required to|is responsible for)\b/i.test(text);
  return isLetter && !isNormative ? "record" : "policy";
}

const effectiveLabel =
  /(?:effective|in force|valid|applies)(?:\s+(?:date|from|as of|since|on))*\s*[:|–-]?\s*/i;
const approvedLabel =
  /(?:approved|issued|issue date|published|last (?:reviewed|updated|revised)|revision date|version date|date)(?:\s+(?:on|date|by [^\n|]{0,40}))*\s*[:|–-]?\s*/i;
const reviewLabel =
  /(?:next review|review (?:due|date)|next revision|review by|expires?|valid until|to be reviewed)(?:\s+(?:date|due|on|by|before))*\s*[:|–-]?\s*/i;

const otherMoment =
  /\b(?:due|review|expir\w*|valid|until|next|modified|changed|updated|edited|created|added|joined|since|renew\w*|start\w*|end\w*|born)\b[^\n]{0,20}$/i;

/** A screen's own clock: the latest day on it that is not after the upload and of which it does not say otherwise. */
function findClock(text: string, uploadedAt: Date): Found | null {
  const days = listNamedDays(text, uploadedAt).filter(({ name, start }) => {
    const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
    return !otherMoment.test(`${line}${name}`);
  });
  return days.toSorted((a, b) => a.value.localeCompare(b.value)).at(-1) ?? null;
}

const periodName = /\b(period|from|to|quarter|covers?|start|end)\b/i;
const backgroundName =
  /hire|hired|joined|birth|created|opened|onboard|last[ _-]?(?:login|sign|seen|used|active)|due|expir|valid until|next|start date|start_date|contract|renew|purchase/i;

/** A record covers its stated period, else the days of what happened in it; when somebody was hired is neither. */
function findPeriod(text: string, uploadedAt: Date): Partial<Record<FactName, Found | null>> {
  const all = listNamedDays(text, uploadedAt);
  const events = all.filter(({ name }) => !backgroundName.test(name.replaceAll("_", " ")));
  const stated = events.filter(({ name }) => periodName.test(name.replaceAll("_", " ")));
  const [best = []] = [stated, events, all].filter((days) => days.length > 0);
  const days = best.toSorted((a, b) => a.value.localeCompare(b.value));
  return { periodStart: days[0] ?? null, periodEnd: days.at(-1) ?? null };
}
