// Labels: what people's decisions say of the machine's inferences, and which of them speak for claims that nobody sees.
import { type Claim, canGoUnseen, type Features } from "./claim.ts";
import type { Decision } from "./review.ts";
import { nameSource } from "./scoring.ts";

/**
 * What a decision says of the claim as the machine made it. `null`: a person looked and did not say that it is right,
 * nor that it is wrong (more evidence is needed, or what was approved is taken back).
 */
export type Answer = boolean | null;

/** Kept apart from the claim: what a scorer learns from, or is judged by. */
export type Label = {
  claimId: string;
  /** Claims of one document resemble each other: they are kept together when a fit is checked. */
  documentId: string;
  /** Who inferred it: analyser, its version, the model and the version of its prompt. */
  source: string;
  features: Features;
  isRight: boolean;
  decidedAt: Date;
};

export type SampleLabel = Label & { drawnAt: Date };

/**
 * A claim that was drawn for the random sample when it was made, before anybody knew what it is worth; `isOpen` while a
 * review asks people about it.
 */
export type Drawn = { claimId: string; drawnAt: Date; isOpen: boolean };

export type Sample = {
  /** In the order in which they were drawn, without a hole. */
  labels: SampleLabel[];
  /** The first one that waits for a decision holds up those behind it. */
  waiting: Drawn[];
  /** Decided, but behind one that waits: they count as soon as it is decided. */
  heldUp: number;
};

export type LabelledClaim = Pick<
  Claim,
  | "id"
  | "documentId"
  | "pointId"
  | "nature"
  | "stance"
  | "guards"
  | "features"
  | "analyser"
  | "analyserVersion"
  | "model"
  | "promptVersion"
  | "amends"
>;

/**
 * Lessons, in the order in which they were decided: the decided claims that were *not* drawn. They came to people because of their probability, which harms no
 * slope of a logistic model, as the choice rests on what the model sees. They teach the scorer; the drawn ones never do,
 * so that the sample stays a fair examiner of every scorer.
 */
export function listLessons(
  claims: readonly LabelledClaim[],
  decisions: readonly Decision[],
  drawn: readonly Drawn[],
): Label[] {
  const answers = findAnswers(decisions, claims);
  const isDrawn = new Set(drawn.map(({ claimId }) => claimId));
  const lessons = claims.flatMap((claim) => {
    const answer = answers.get(claim.id);
    if (
      !answer ||
      answer.isRight === null ||
      isDrawn.has(claim.id) ||
      claim.amends !== null ||
      !canGoUnseen(claim)
    )
      return [];
    return [buildLabel(claim, answer.isRight, answer.decidedAt)];
  });
  return lessons.toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime());
}

/**
 * The random sample. Reviewers choose what they decide first, and what is easy or worth most is right more often: so
 * drawn claims count in the order of the draw, up to the first that waits. One that nobody is asked about any more, as
 * its document was replaced or assessed again, is passed over, and so is one that took over the decision on an older
 * version; an escalated one is hard, not gone: it waits. Whatever a person answered other than that it is right counts
 * as wrong.
 */
export function collectSample(
  claims: readonly LabelledClaim[],
  decisions: readonly Decision[],
  drawn: readonly Drawn[],
): Sample {
  const answers = findAnswers(decisions, claims);
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const carried = new Set(
    decisions.filter(({ carriedFrom }) => carriedFrom !== null).map(({ claimId }) => claimId),
  );
  const escalated = new Set(
    decisions.filter(({ action }) => action === "escalate").map(({ claimId }) => claimId),
  );
  const sample: Sample = { labels: [], waiting: [], heldUp: 0 };
  for (const draw of listInOrder(drawn)) {
    const claim = byId.get(draw.claimId);
    const answer = answers.get(draw.claimId);
    const isGone = !draw.isOpen && !escalated.has(draw.claimId);
    if (!claim || carried.has(draw.claimId) || (!answer && isGone)) continue;
    if (!answer) sample.waiting.push(draw);
    else if (sample.waiting.length > 0) sample.heldUp += 1;
    else
      sample.labels.push({
        ...buildLabel(claim, answer.isRight === true, answer.decidedAt),
        drawnAt: draw.drawnAt,
      });
  }
  return sample;
}

function buildLabel(claim: LabelledClaim, isRight: boolean, decidedAt: Date): Label {
  const { id: claimId, documentId, features } = claim;
  return { claimId, documentId, source: nameSource(claim), features, isRight, decidedAt };
}

function listInOrder(drawn: readonly Drawn[]): Drawn[] {
  return drawn.toSorted(
    (a, b) => a.drawnAt.getTime() - b.drawnAt.getTime() || (a.claimId < b.claimId ? -1 : 1),
  );
}

type FoundAnswer = { isRight: Answer; decidedAt: Date };

/** The newest decision of a person on each claim that stands; what was carried over was counted once already. */
function findAnswers(
  decisions: readonly Decision[],
  claims: readonly LabelledClaim[],
): Map<string, FoundAnswer> {
  const byId = new Map(claims.map((claim) => [claim.id, claim]));
  const amendments = new Map(claims.flatMap((claim) => (claim.amends ? [[claim.amends, claim]] : [])));
  const found = new Map<string, FoundAnswer>();
  for (const decision of decisions) {
    const { claimId, decidedAt, undoneAt, carriedFrom, principalKind } = decision;
    const isOwn = undoneAt === null && carriedFrom === null && principalKind === "person";
    const isRight = readAnswer(decision, byId.get(claimId), amendments.get(claimId));
    const known = found.get(claimId);
    if (!isOwn || isRight === undefined || (known && known.decidedAt > decidedAt)) continue;
    found.set(claimId, { isRight, decidedAt });
  }
  return found;
}

/**
 * Whoever amends the point, the stance or the nature says that the claim was wrong; whoever narrows the quote or sets
 * dates says that it was right. `undefined`: still open, as an escalated one is.
 */
function readAnswer(
  { action }: Decision,
  claim: LabelledClaim | undefined,
  amendment: LabelledClaim | undefined,
): Answer | undefined {
  if (action === "escalate") return undefined;
  if (action === "request_evidence" || action === "withdraw") return null;
  if (action !== "amend") return action === "approve";
  if (!claim || !amendment) return null;
  return (
    claim.pointId === amendment.pointId &&
    claim.stance === amendment.stance &&
    claim.nature === amendment.nature
  );
}
