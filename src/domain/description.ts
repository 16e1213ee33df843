// What a document says about itself: its kind and its dates, read from its own words. Unknown stays unknown.
import { findLabelledDay, listNamedDays } from "./dates.ts";
import type { DocumentFacts, Kind } from "./document.ts";
import type { Reading } from "./reading.ts";

type Upload = { fileName: string; uploadedAt: Date };

/** Facts of a document. Dates come from the text only: the moment of the upload proves nothing about the content. */
export function describeReading(reading: Reading, upload: Upload): DocumentFacts {
  const title = findTitle(reading, upload.fileName);
  const kind = findKind(reading, `${title} ${upload.fileName}`);
  const head = reading.text.slice(0, 4000);
  const facts: DocumentFacts = {
    kind,
    title,
    effectiveFrom: null,
    effectiveTo: null,
    capturedAt: null,
    periodStart: null,
    periodEnd: null,
  };
  if (kind === "screenshot") return { ...facts, capturedAt: findClock(reading.text, upload.uploadedAt) };
  if (kind === "record" || kind === "report")
    return { ...facts, ...findPeriod(reading.text, upload.uploadedAt) };
  return { ...facts, effectiveFrom: findEffective(head), effectiveTo: findLabelledDay(head, reviewLabel) };
}

function findTitle(reading: Reading, fileName: string): string {
  const first = reading.headings[0];
  const heading = first ? reading.text.slice(first.start, first.end) : undefined;
  const stem = fileName.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ");
  const declared =
    reading.title && !/^(untitled|microsoft word|document\d*|sheet\d*)/i.test(reading.title)
      ? reading.title
      : undefined;
  const isNamedByFile = reading.mediaType.startsWith("image/") || isTable(reading);
  const title = isNamedByFile ? stem : (heading ?? declared ?? stem);
  return title.replace(/\s+/g, " ").trim().slice(0, 200) || stem;
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
  if (isTable(reading)) return "record";
  const words = titleWords.replace(/[_-]+/g, " ");
  return kindWords.find(([, pattern]) => pattern.test(words))?.[0] ?? findSpokenKind(reading.text);
}

function isTable({ mediaType }: Reading): boolean {
  return /csv|spreadsheet/.test(mediaType);
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

function findEffective(head: string): string | null {
  return findLabelledDay(head, effectiveLabel) ?? findLabelledDay(head, approvedLabel);
}

/** A screen's own clock: the latest day on it that is not after the upload. */
function findClock(text: string, uploadedAt: Date): string | null {
  const days = listNamedDays(text, uploadedAt).map((named) => named.day);
  return days.toSorted().at(-1) ?? null;
}

const periodName = /\b(period|from|to|quarter|covers?|start|end)\b/i;
const backgroundName =
  /hire|hired|joined|birth|created|opened|onboard|last[ _-]?(?:login|sign|seen|used|active)|due|expir|valid until|next|start date|start_date|contract|renew|purchase/i;

/** A record covers its stated period, else the days of what happened in it; when somebody was hired is neither. */
function findPeriod(text: string, uploadedAt: Date): Pick<DocumentFacts, "periodStart" | "periodEnd"> {
  const all = listNamedDays(text, uploadedAt);
  const events = all.filter(({ name }) => !backgroundName.test(name.replaceAll("_", " ")));
  const stated = events.filter(({ name }) => periodName.test(name.replaceAll("_", " ")));
  const [best = []] = [stated, events, all].filter((days) => days.length > 0);
  const days = best.map((named) => named.day).toSorted();
  return { periodStart: days[0] ?? null, periodEnd: days.at(-1) ?? null };
}
