// Step 3: every quote is looked up in the source by code; what is not there is dropped and counted.
import type { Point } from "../../../src/domain/catalogue.ts";
import type { Guard } from "../../../src/domain/claim.ts";
import { findGuards, reliableConfidence } from "../../../src/domain/guards.ts";
import type { Passage } from "../../../src/domain/passage.ts";
import { findReadConfidence, findVerbatim, listBoxes, type Quote } from "../../../src/domain/quote.ts";
import type { Reading } from "../../../src/domain/reading.ts";
import { splitSentences } from "../../../src/domain/sentences.ts";
import { addSuspicion } from "../judge-locally.ts";
import type { AssessState, Finding, Verdict } from "../state.ts";
import type { AssessTools } from "../tools.ts";

type Verified = { verdict: Verdict; quote: Quote; isReliable: boolean };

/** Words of a dropped quote that are kept for whoever asks what was dropped. */
const droppedLength = 200;

export function buildVerifyQuotes(tools: AssessTools) {
  return async function verifyQuotes(state: AssessState): Promise<Pick<AssessState, "findings">> {
    const reading = await tools.getReading(state);
    const passages = await tools.listPassages(state);
    const { points } = await tools.getAnalyser(state);
    const { verdicts } = state.judged;
    const checked = verdicts.map((verdict) => ({
      verdict,
      verified: verify(verdict, passages, points, reading),
    }));
    const verified = checked.flatMap((one) => one.verified ?? []);
    return {
      findings: {
        kept: [...groupByPoint(verified).values()].map(buildFinding),
        dropped: checked
          .filter((one) => one.verified === null)
          .map(({ verdict: { pointId, words } }) => ({ pointId, words: words.slice(0, droppedLength) })),
      },
    };
  };
}

function verify(
  verdict: Verdict,
  passages: readonly Passage[],
  points: ReadonlyMap<string, Point>,
  reading: Reading,
): Verified | null {
  const span = findVerbatim(reading.text, verdict.words, verdict.within);
  const passage = span && passages.find(({ start, end }) => start <= span.start && span.start < end);
  if (!span || !passage) return null;
  const quote = {
    documentId: passage.documentId,
    passageId: passage.id,
    ...span,
    pageNumber: passage.pageNumber,
    text: reading.text.slice(span.start, span.end),
    boxes: listBoxes(reading.pages, span),
  };
  const guards =
    verdict.by.analyser === "local" ? verdict.guards : hearModel(verdict, span, passage, points, reading);
  const isReliable = findReadConfidence(reading.pages, span) >= reliableConfidence;
  return { verdict: { ...verdict, guards }, quote, isReliable };
}

/** A model may quote a part of a sentence only: warnings are heard in the whole of it. */
function hearModel(
  { pointId, isSuspect }: Verdict,
  span: { start: number; end: number },
  passage: Passage,
  points: ReadonlyMap<string, Point>,
  reading: Reading,
): Guard[] {
  const touched = splitSentences(passage.text)
    .map(({ start, end }) => ({ start: start + passage.start, end: end + passage.start }))
    .filter(({ start, end }) => start < span.end && end > span.start);
  const start = Math.min(span.start, ...touched.map((one) => one.start));
  const end = Math.max(span.end, ...touched.map((one) => one.end));
  const surroundings = `${passage.headingPath.join("\n")}\n${passage.text}`;
  const heard = findGuards(
    reading.text.slice(start, end),
    surroundings,
    points.get(pointId)?.statement ?? "",
  );
  return addSuspicion(heard, isSuspect);
}

function groupByPoint(verified: readonly Verified[]): Map<string, [Verified, ...Verified[]]> {
  const groups = new Map<string, [Verified, ...Verified[]]>();
  for (const one of verified) {
    const group = groups.get(one.verdict.pointId);
    if (group) group.push(one);
    else groups.set(one.verdict.pointId, [one]);
  }
  return groups;
}

/**
 * One finding a point. A contradicting passage decides the stance; else a passage without a warning stands for the
 * point before one with a warning, and the best scored before the others.
 */
function buildFinding(group: [Verified, ...Verified[]]): Finding {
  const ordered = group.toSorted(
    (a, b) =>
      countWarnings(a) - countWarnings(b) ||
      Number(b.verdict.stance === "supports") - Number(a.verdict.stance === "supports") ||
      b.verdict.score - a.verdict.score,
  );
  const lead = group.find((one) => one.verdict.stance === "contradicts") ?? ordered[0] ?? group[0];
  const agreeing = ordered.filter(
    (one) =>
      one !== lead && one.verdict.stance === lead.verdict.stance && countWarnings(one) <= countWarnings(lead),
  );
  const guards: Guard[] = lead.isReliable ? lead.verdict.guards : [...lead.verdict.guards, "unreliable_text"];
  const { pointId, stance, nature, features, within, by } = lead.verdict;
  const quotes = [lead, ...agreeing].map((one) => one.quote);
  return { pointId, stance, nature, guards, features, quotes: dropRepeated(quotes), within, by };
}

function dropRepeated(quotes: readonly Quote[]): Quote[] {
  return quotes.filter(
    (quote, index) =>
      quotes.findIndex(({ start, end }) => start === quote.start && end === quote.end) === index,
  );
}

function countWarnings(one: Verified): number {
  return one.verdict.guards.length + (one.isReliable ? 0 : 1);
}
