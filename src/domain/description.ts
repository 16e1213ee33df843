// What a document says about itself: its kind and its dates, read from its own words. Unknown stays unknown.
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
  if (kind === "record") return { ...facts, ...findPeriod(reading.text, upload.uploadedAt) };
  return { ...facts, effectiveFrom: findEffective(head), effectiveTo: findLabelled(head, reviewLabel) };
}

function findTitle(reading: Reading, fileName: string): string {
  const first = reading.headings[0];
  const heading = first ? reading.text.slice(first.start, first.end) : undefined;
  const stem = fileName.replace(/\.[^.]+$/, "").replace(/[_-]+/g, " ");
  const declared =
    reading.title && !/^(untitled|microsoft word|document\d*|sheet\d*)/i.test(reading.title)
      ? reading.title
      : undefined;
  const title = reading.mediaType.startsWith("image/") ? stem : (heading ?? declared ?? stem);
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
    /\b(log|export|register|minutes|list|tickets?|inventory|results|review of|completions?|post-?mortem|incident report|record)\b/i,
  ],
];

/** By format first (pictures, tables), then by the words of its title; prose without any is a record. */
function findKind(reading: Reading, titleWords: string): Kind {
  if (reading.mediaType.startsWith("image/")) return "screenshot";
  if (/csv|tab-separated|spreadsheet|ms-excel/.test(reading.mediaType)) return "record";
  const words = titleWords.replace(/[_-]+/g, " ");
  return (
    kindWords.find(([, pattern]) => pattern.test(words))?.[0] ??
    (/\b(must|shall|are required to)\b/i.test(reading.text) ? "policy" : "record")
  );
}

const effectiveLabel =
  /(?:effective|in force|valid|applies)(?:\s+(?:date|from|as of|since|on))*\s*[:|–-]?\s*/i;
const approvedLabel =
  /(?:approved|issued|issue date|published|last (?:reviewed|updated|revised)|revision date|version date|date)(?:\s+(?:on|date|by [^\n|]{0,40}))*\s*[:|–-]?\s*/i;
const reviewLabel =
  /(?:next review|review (?:due|date)|next revision|review by|expires?|valid until|to be reviewed)(?:\s+(?:date|due|on|by|before))*\s*[:|–-]?\s*/i;

function findEffective(head: string): string | null {
  return findLabelled(head, effectiveLabel) ?? findLabelled(head, approvedLabel);
}

function findLabelled(text: string, label: RegExp): string | null {
  const pattern = new RegExp(`${label.source}(${datePattern.source})`, "i");
  const found = pattern.exec(text);
  return found?.[1] ? parseDay(found[1]) : null;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthPattern = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\\.?";
const datePattern = new RegExp(
  `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+)?${monthPattern},?\\s+\\d{4}|${monthPattern}\\s+\\d{1,2}(?:st|nd|rd|th)?,?\\s+\\d{4}`,
  "i",
);

/** Reads 2026-11-23, 23 November 2026 and November 23, 2026. 11/12/2026 is not read: it has two meanings. */
function parseDay(text: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  const year = iso?.[1] ?? /\d{4}/.exec(text)?.[0];
  const month = iso
    ? Number(iso[2])
    : months.indexOf(
        /[a-z]{3}/i
          .exec(text.replace(/(\d)(st|nd|rd|th)/i, "$1").replace(/\bof\b/i, ""))?.[0]
          .toLowerCase() ?? "",
      ) + 1;
  const day = iso ? Number(iso[3]) : Number(/\b(\d{1,2})(?!\d)/.exec(text)?.[1]);
  const date = new Date(Date.UTC(Number(year), month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(0, 10) : null;
}

function listDays(text: string, latest: Date): string[] {
  const limit = latest.toISOString().slice(0, 10);
  return [...text.matchAll(new RegExp(datePattern.source, "gi"))]
    .flatMap((found) => parseDay(found[0]) ?? [])
    .filter((day) => day > "2000-01-01" && day <= limit)
    .toSorted();
}

/** A screen's own clock: the latest day on it that is not after the upload. */
function findClock(text: string, uploadedAt: Date): string | null {
  return listDays(text, uploadedAt).at(-1) ?? null;
}

/** A record covers the days that stand in it. */
function findPeriod(
  text: string,
  uploadedAt: Date,
): { periodStart: string | null; periodEnd: string | null } {
  const days = listDays(text, uploadedAt);
  return { periodStart: days[0] ?? null, periodEnd: days.at(-1) ?? null };
}
