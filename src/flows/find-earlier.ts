// Flow: what people decided on the older version of a document, shown beside a claim of the newer one.
import type { Context, EarlierClaim } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { listDifferences } from "../domain/carry-over.ts";
import { type Claim, isStandingClaim } from "../domain/claim.ts";
import { findClaim, listClaims } from "../store/claims.ts";
import { findDocument } from "../store/documents.ts";
import { listDecisions } from "../store/reviews.ts";

/** Fills `context.findEarlier`. */
export const findEarlier: Context["findEarlier"] = async (sql, claim): Promise<EarlierClaim | null> => {
  const earlier = await findEarlierClaim(sql, claim);
  const document = earlier && (await findDocument(sql, earlier.documentId));
  if (!earlier || !document) return null;
  const decisions = (await listDecisions(sql, [earlier.id])).filter(
    ({ principalKind, undoneAt }) => principalKind === "person" && undoneAt === null,
  );
  if (decisions.length === 0) return null;
  const { id, fileName, title, version } = document;
  return {
    claim: earlier,
    document: { id, fileName, title, version },
    decisions,
    differs: listDifferences(claim, earlier),
  };
};

/** The one that it goes on with, else the one of the older version on the same point and of the same nature. */
async function findEarlierClaim(sql: Sql, claim: Claim): Promise<Claim | null> {
  if (claim.carriedFrom !== null) return findClaim(sql, claim.carriedFrom);
  const olderId = (await findDocument(sql, claim.documentId))?.supersedesId;
  if (!olderId) return null;
  const claims = await listClaims(sql, { documentId: olderId, pointId: claim.pointId });
  const same = claims.filter(({ nature, retiredAt }) => nature === claim.nature && retiredAt === null);
  return same.find(isStandingClaim) ?? same.at(-1) ?? null;
}
