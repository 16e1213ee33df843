// What the assess graph remembers between steps: ids, scores and verdicts, never whole texts.
import { Annotation } from "@langchain/langgraph";
import type { Features, Guard, ProposedClaim, Stance } from "../../src/domain/claim.ts";
import type { Nature } from "../../src/domain/document.ts";
import type { Judge, Objection, SectionTrace, Trace } from "../../src/domain/judgement.ts";
import type { Quote } from "../../src/domain/quote.ts";
import type { Triaged } from "../../src/domain/triage.ts";

/** A point that a passage may speak of. In or beside a suspect passage somebody talks to the analyser. */
export type Candidate = {
  passageId: string;
  pointId: string;
  score: number;
  features: Features;
  isSuspect: boolean;
};

type Span = { start: number; end: number };

/** What the judge says of one candidate: its stance, and the words that show it, to be found in `within`. */
export type Verdict = Candidate & {
  stance: Stance;
  nature: Nature;
  words: string;
  guards: Guard[];
  within: Span;
  by: Judge;
};

/** The verdicts on one point whose words were found in the source. */
export type Finding = {
  pointId: string;
  stance: Stance;
  nature: Nature;
  guards: Guard[];
  features: Features;
  quotes: Quote[];
  /** Where the leading quote was looked for: what the sceptic reads around it. */
  within: Span;
  by: Judge;
};

/** What the sceptic made of a finding; null when nobody doubted it. */
export type Challenged = Finding & { objection: Objection | null };

export const assessState = Annotation.Root({
  organizationId: Annotation<string>,
  documentId: Annotation<string>,
  retrieved: Annotation<{ candidates: Candidate[]; absentPoints: number }>,
  judged: Annotation<{ verdicts: Verdict[]; sections: SectionTrace[] }>,
  findings: Annotation<{ kept: Finding[]; dropped: Trace["dropped"] }>,
  challenged: Annotation<Challenged[]>,
  claims: Annotation<ProposedClaim[]>,
  triaged: Annotation<Triaged[]>,
});

export type AssessState = typeof assessState.State;
export type AssessSubject = Pick<AssessState, "organizationId" | "documentId">;
