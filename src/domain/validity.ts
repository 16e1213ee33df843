// From when to when a document's evidence counts.
import type { Claim } from "./claim.ts";
import type { Document } from "./document.ts";

export type DocumentDates = Pick<
  Document,
  "kind" | "effectiveFrom" | "effectiveTo" | "capturedAt" | "periodStart" | "periodEnd" | "uploadedAt"
>;

/** Calendar days, both inclusive; null is open. `isAssumed` says that no date was read from the file. */
export type Validity = { from: string | null; to: string | null; isAssumed: boolean };

const defaultDays = {
  policy: 365,
  procedure: 365,
  screenshot: 90,
  record: 365,
  report: 365,
  attestation: 365,
};

/** Policies 12 months and screenshots 90 days unless the file says otherwise; records 12 months after their period. */
export function findValidity(dates: DocumentDates): Validity {
  const kind = dates.kind ?? "record";
  const stated =
    kind === "policy" || kind === "procedure"
      ? dates.effectiveFrom
      : kind === "screenshot"
        ? dates.capturedAt
        : dates.periodEnd;
  const from =
    stated ?? dates.capturedAt ?? dates.effectiveFrom ?? dates.uploadedAt.toISOString().slice(0, 10);
  const to = dates.effectiveTo ?? addDays(from, defaultDays[kind]);
  return { from: dates.periodStart ?? from, to, isAssumed: stated === null };
}

/** The validity of one claim: by the word of who amended it, else by the dates of its document. */
export function findClaimValidity(
  { validFrom, validTo }: Pick<Claim, "validFrom" | "validTo">,
  document: DocumentDates,
): Validity {
  const own = findValidity(document);
  if (validFrom === null) return { ...own, to: validTo ?? own.to };
  const to = validTo ?? document.effectiveTo ?? addDays(validFrom, defaultDays[document.kind ?? "record"]);
  return { from: validFrom, to, isAssumed: false };
}

/** Evidence is stale after its validity ends. */
export function isStale({ to }: Validity, asOf: Date): boolean {
  return to !== null && asOf >= findEnd(to);
}

/** Evidence that begins to count later, such as a policy for next year, shows nothing yet. */
export function isEarly({ from }: Validity, asOf: Date): boolean {
  return from !== null && asOf < findBeginning(from);
}

/** The moments at which time alone makes evidence count, and count no more. */
export function listTurns({ from, to }: Validity): Date[] {
  return [...(from === null ? [] : [findBeginning(from)]), ...(to === null ? [] : [findEnd(to)])];
}

/** A calendar day begins fourteen hours before its midnight UTC, where on earth it begins first. */
function findBeginning(day: string): Date {
  return new Date(Date.parse(`${day}T00:00:00Z`) - 14 * 3_600_000);
}

function findEnd(day: string): Date {
  return new Date(`${addDays(day, 1)}T00:00:00Z`);
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
