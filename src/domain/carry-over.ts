// What a newer version of a document goes on with: decisions on words that did not change, and questions about those
// that did.
import { type Claim, isStandingClaim } from "./claim.ts";
import type { Nature } from "./document.ts";
import { groupBy } from "./grouping.ts";
import { type Quote, squeeze } from "./quote.ts";
import type { Decision } from "./review.ts";

/** A claim with what people decided on it and did not take back, in the order in which they did. */
export type Decided = { claim: Claim; decisions: readonly Decision[] };

export type Carried = Decided & {
  /** The newer version's own claim on the same words; null when the older claim is made again on it. */
  onto: Claim | null;
  /** In the newer version. */
  quotes: Quote[];
};

export type CarryPlan = {
  carried: Carried[];
  /** Claims of the newer version that give way to one that is made again. */
  retired: string[];
  /** Claims of the newer version that people are asked about, with the older ones that they had decided on. */
  reopened: { claimId: string; earlierId: string }[];
};

export type CarryRules = {
  /** Finds a quote of the older version in the newer one. */
  place: (quote: Quote) => Quote | null;
  /** The words of a point as the catalogue has them now. */
  findWords: (pointId: string) => string | null;
  /** What the newer version can prove: it may be another kind of document. */
  natures: readonly Nature[];
};

/**
 * Decisions go on where the quotes and the words of the point are unchanged. What people decided on the newer version
 * itself stands. An approval outranks what the machine proposes on the same point from other words; a refusal or an
 * open question does not: other words have not been refused yet.
 */
export function planCarryOver(
  older: readonly Decided[],
  newer: readonly Decided[],
  { place, findWords, natures }: CarryRules,
): CarryPlan {
  const plan: CarryPlan = { carried: [], retired: [], reopened: [] };
  for (const one of listDecided(older)) {
    const { claim, decisions } = one;
    const rival = newer.find((other) => isSamePlace(other.claim, claim) && isStandingClaim(other.claim));
    if (rival && rival.decisions.length > 0) continue;
    const placed = claim.quotes.map(place).filter((quote) => quote !== null);
    const isUnchanged =
      placed.length === claim.quotes.length &&
      claim.pointWords === findWords(claim.pointId) &&
      natures.includes(claim.nature);
    const isOnto = isUnchanged && rival !== undefined && isSameClaim(rival.claim, claim);
    const isApproved = decisions.at(-1)?.action === "approve";
    if (isOnto) plan.carried.push({ ...one, onto: rival.claim, quotes: rival.claim.quotes });
    else if (isUnchanged && (isApproved || !rival)) {
      plan.carried.push({ ...one, onto: null, quotes: placed });
      if (rival) plan.retired.push(rival.claim.id);
    } else if (rival) plan.reopened.push({ claimId: rival.claim.id, earlierId: claim.id });
  }
  return plan;
}

/** Standing ones; and those that were amended into a claim on another point, so that nobody is asked of them again. */
function listDecided(older: readonly Decided[]): Decided[] {
  const decided = older.filter(({ claim, decisions }) => decisions.length > 0 && claim.retiredAt === null);
  const places = groupBy(decided, ({ claim }) => `${claim.pointId} ${claim.nature}`);
  return [...places.values()].flatMap((same) => {
    const one = same.find(({ claim }) => isStandingClaim(claim)) ?? same.at(-1);
    return one ? [one] : [];
  });
}

function isSamePlace(one: Claim, other: Claim): boolean {
  return one.pointId === other.pointId && one.nature === other.nature;
}

/** The machine says of the newer version what people decided on; what they amended is theirs. */
function isSameClaim(proposed: Claim, decided: Claim): boolean {
  return decided.amends === null && listDifferences(proposed, decided).length === 0;
}

export type ClaimDifference = "quotes" | "point" | "stance";

export function listDifferences(one: Claim, other: Claim): ClaimDifference[] {
  const found: [ClaimDifference, boolean][] = [
    ["quotes", writeQuotes(one) !== writeQuotes(other)],
    ["point", one.pointWords !== other.pointWords],
    ["stance", one.stance !== other.stance],
  ];
  return found.flatMap(([difference, isSo]) => (isSo ? [difference] : []));
}

function writeQuotes({ quotes }: Claim): string {
  return JSON.stringify(quotes.map(({ text }) => squeeze(text).squeezed).toSorted());
}

/** The older claim on the newer version. Its dates are those of the newer version: what people said of them was said of the older one. */
export function remakeClaim(
  { claim, quotes }: Pick<Carried, "claim" | "quotes">,
  { id, documentId, at }: { id: string; documentId: string; at: Date },
): Claim {
  return {
    ...claim,
    id,
    documentId,
    quotes,
    createdAt: at,
    retiredAt: null,
    replacedBy: null,
    carriedFrom: claim.id,
    validFrom: null,
    validTo: null,
  };
}

/**
 * The decisions as they stand on the claim that goes on: the same people and words, now. `ids` are new ones; decisions
 * of one moment are read in the order of their ids, so they are given out in it.
 */
export function carryDecisions(
  decisions: readonly Decision[],
  claimId: string,
  ids: readonly string[],
  at: Date,
): Decision[] {
  const ordered = ids.toSorted();
  return decisions.flatMap((decision, index) => {
    const id = ordered[index];
    return id === undefined ? [] : [{ ...decision, id, claimId, decidedAt: at, carriedFrom: decision.id }];
  });
}
