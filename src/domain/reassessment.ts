// A document is assessed again: which claims stay as they are, which give way, and which are new. What a person decided
// stays as long as the words it was decided on do.
import { describePoint, type Point } from "./catalogue.ts";
import type { Claim, ProposedClaim } from "./claim.ts";
import type { Decision } from "./review.ts";
import type { Triaged } from "./triage.ts";

export type Reassessment = { retired: string[]; added: Triaged[] };

/**
 * One claim stands for a document, point and nature. A standing claim stays when the new one is the same in the
 * machine's eyes, when a person approved it, or refused these very quotes; else the new one takes its place.
 * @param standing the document's claims that are not retired.
 * @param decisions in the order in which they were taken.
 * @param points of the catalogue now: on words that have changed, everything is asked anew.
 */
export function reassess(
  standing: readonly Claim[],
  decisions: readonly Decision[],
  proposed: readonly Triaged[],
  points: ReadonlyMap<string, Point>,
): Reassessment {
  const taken = decisions.filter(({ undoneAt }) => undoneAt === null);
  const last = new Map(taken.map(({ claimId, action }) => [claimId, action]));
  const isKept = (one: Claim, other: ProposedClaim): boolean => {
    if (one.pointWords !== describeCurrent(points, one.pointId)) return false;
    const action = last.get(one.id);
    if (action === "approve") return true;
    return hasSameQuotes(one, other) && (action !== undefined || isSameInference(one, other));
  };
  const findStanding = ({ pointId, nature }: ProposedClaim) =>
    standing.find((one) => one.pointId === pointId && one.nature === nature);
  const replaced = new Set<string>();
  const kept = new Set<string>();
  const added = proposed.filter(({ claim }) => {
    const one = findStanding(claim);
    if (!one) return true;
    (isKept(one, claim) ? kept : replaced).add(one.id);
    return !kept.has(one.id);
  });
  const retired = standing
    .map(({ id }) => id)
    .filter((id) => !kept.has(id) && (replaced.has(id) || !last.has(id)));
  return { retired, added };
}

function describeCurrent(points: ReadonlyMap<string, Point>, pointId: string): string {
  const point = points.get(pointId);
  return point ? describePoint(point) : "";
}

function hasSameQuotes(one: ProposedClaim, other: ProposedClaim): boolean {
  const list = ({ quotes }: ProposedClaim) =>
    quotes
      .map(({ start, end }) => `${start}-${end}`)
      .toSorted()
      .join();
  return list(one) === list(other);
}

/** What the machine makes of it has not changed. */
function isSameInference(one: ProposedClaim, other: ProposedClaim): boolean {
  return (
    one.stance === other.stance &&
    one.probability === other.probability &&
    one.threshold === other.threshold &&
    one.analyserVersion === other.analyserVersion &&
    one.promptVersion === other.promptVersion &&
    one.guards.toSorted().join() === other.guards.toSorted().join()
  );
}
