// A document is assessed again: which claims stay as they are, which give way, and which are new. What a person decided
// stays as long as the words it was decided on do.
import { describePoint, type Point } from "./catalogue.ts";
import type { Claim, ProposedClaim } from "./claim.ts";
import type { Triaged } from "./triage.ts";

export type Reassessment = { retired: string[]; added: Triaged[] };

/**
 * @param standing the document's claims that are not retired.
 * @param decided ids of claims that people decided on.
 * @param points of the catalogue now: a claim on words that have changed gives way unless a person decided on it.
 */
export function reassess(
  standing: readonly Claim[],
  decided: ReadonlySet<string>,
  proposed: readonly Triaged[],
  points: ReadonlyMap<string, Point>,
): Reassessment {
  const wordsOf = (pointId: string) => {
    const point = points.get(pointId);
    return point ? describePoint(point) : "";
  };
  const isCurrent = (claim: Claim) => claim.pointWords === wordsOf(claim.pointId);
  const findSame = (claim: ProposedClaim) =>
    standing.find(
      (one) =>
        isCurrent(one) && isSameClaim(one, claim) && (decided.has(one.id) || isSameInference(one, claim)),
    );
  const added = proposed.filter(({ claim }) => !findSame(claim));
  const kept = new Set(proposed.flatMap(({ claim }) => findSame(claim)?.id ?? []));
  const retired = standing.filter(({ id }) => !kept.has(id) && !decided.has(id)).map(({ id }) => id);
  return { retired, added };
}

/** The same words of the same document for the same point, and in the same sense. */
function isSameClaim(one: ProposedClaim, other: ProposedClaim): boolean {
  const list = ({ quotes }: ProposedClaim) =>
    quotes
      .map(({ start, end }) => `${start}-${end}`)
      .toSorted()
      .join();
  return (
    one.pointId === other.pointId &&
    one.stance === other.stance &&
    one.nature === other.nature &&
    list(one) === list(other)
  );
}

/** What the machine makes of it has not changed either. */
function isSameInference(one: ProposedClaim, other: ProposedClaim): boolean {
  return (
    one.probability === other.probability &&
    one.threshold === other.threshold &&
    one.analyserVersion === other.analyserVersion &&
    one.promptVersion === other.promptVersion &&
    one.guards.toSorted().join() === other.guards.toSorted().join()
  );
}
