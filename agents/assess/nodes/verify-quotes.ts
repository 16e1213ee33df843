// Step 3: every quote is looked up in the source by code; what is not there is dropped and counted.
import type { Guard } from "../../../src/domain/claim.ts";
import { reliableConfidence } from "../../../src/domain/guards.ts";
import type { Passage } from "../../../src/domain/passage.ts";
import { findReadConfidence, findVerbatim, listBoxes, type Quote } from "../../../src/domain/quote.ts";
import type { Reading } from "../../../src/domain/reading.ts";
import type { AssessState, Finding, Verdict } from "../state.ts";
import type { AssessTools } from "../tools.ts";

type Verified = { verdict: Verdict; quote: Quote; isReliable: boolean };

export function buildVerifyQuotes(tools: AssessTools) {
  return async function verifyQuotes(state: AssessState): Promise<Pick<AssessState, "findings">> {
    const reading = await tools.getReading(state);
    const passages = new Map((await tools.listPassages(state)).map((passage) => [passage.id, passage]));
    const verified = state.verdicts.flatMap(
      (verdict) => verify(verdict, passages.get(verdict.passageId), reading) ?? [],
    );
    const kept = [...groupByPoint(verified).values()].map(buildFinding);
    return { findings: { kept, droppedQuotes: state.verdicts.length - verified.length } };
  };
}

function verify(verdict: Verdict, passage: Passage | undefined, reading: Reading): Verified | null {
  if (!passage) return null;
  const span = findVerbatim(reading.text, verdict.words, passage);
  if (!span) return null;
  const quote = {
    documentId: passage.documentId,
    passageId: passage.id,
    ...span,
    pageNumber: passage.pageNumber,
    text: reading.text.slice(span.start, span.end),
    boxes: listBoxes(reading.pages, span),
  };
  return { verdict, quote, isReliable: findReadConfidence(reading.pages, span) >= reliableConfidence };
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
    (a, b) => countWarnings(a) - countWarnings(b) || b.verdict.score - a.verdict.score,
  );
  const lead = group.find((one) => one.verdict.stance === "contradicts") ?? ordered[0] ?? group[0];
  const agreeing = ordered.filter(
    (one) =>
      one !== lead && one.verdict.stance === lead.verdict.stance && countWarnings(one) <= countWarnings(lead),
  );
  const guards: Guard[] = lead.isReliable ? lead.verdict.guards : [...lead.verdict.guards, "unreliable_text"];
  return {
    pointId: lead.verdict.pointId,
    stance: lead.verdict.stance,
    nature: lead.verdict.nature,
    guards,
    features: lead.verdict.features,
    quotes: [lead, ...agreeing].map((one) => one.quote),
  };
}

function countWarnings(one: Verified): number {
  return one.verdict.guards.length + (one.isReliable ? 0 : 1);
}
