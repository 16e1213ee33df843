// Flow: contradictions as people see them, a pair of quotes each; and a person's word that both sides stand.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { Contradiction, SideQuote } from "../domain/contradiction.ts";
import type { Document } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { listClaims } from "../store/claims.ts";
import {
  findContradictionForUpdate,
  listOpenContradictions,
  resolveContradictions,
  settleContradictionReviews,
} from "../store/contradictions.ts";
import { listDocumentsOf } from "../store/documents.ts";
import { appendEntry } from "../store/ledger.ts";

export type ContradictionSide = {
  claimId: string;
  document: Pick<Document, "id" | "fileName" | "title" | "kind">;
  quote: SideQuote;
  value: string;
};
export type ContradictionPair = Omit<
  Contradiction,
  "claimId" | "otherClaimId" | "values" | "quote" | "otherQuote"
> & { sides: [ContradictionSide, ContradictionSide] };

/** Open contradictions in the order in which they were found. */
export async function listContradictionPairs(
  context: Context,
  organizationId: string,
): Promise<ContradictionPair[]> {
  return context.database.asOrganization(organizationId, async (sql) => {
    const open = await listOpenContradictions(sql);
    const documents = await listSources(sql, open);
    return open.flatMap((one) => describePair(one, documents));
  });
}

function listSources(sql: Sql, pairs: readonly Contradiction[]): Promise<Document[]> {
  const ids = pairs.flatMap(({ quote, otherQuote }) => [quote.documentId, otherQuote.documentId]);
  return listDocumentsOf(sql, [...new Set(ids)]);
}

function describePair(contradiction: Contradiction, documents: readonly Document[]): ContradictionPair[] {
  const { claimId, otherClaimId, values, quote, otherQuote, ...rest } = contradiction;
  const describe = (id: string, own: SideQuote, value: string): ContradictionSide | null => {
    const document = documents.find((one) => one.id === own.documentId);
    if (!document) return null;
    const { fileName, title, kind } = document;
    return { claimId: id, document: { id: document.id, fileName, title, kind }, quote: own, value };
  };
  const first = describe(claimId, quote, values[0]);
  const second = describe(otherClaimId, otherQuote, values[1]);
  return first && second ? [{ ...rest, sides: [first, second] }] : [];
}

/**
 * Records that both sides stand, and why. The decider is the authenticated principal. Throws Fault `forbidden` for a
 * machine or without the role reviewer, `not_found`, `conflict` when it is resolved already.
 */
export async function explainContradiction(
  context: Context,
  principal: Principal,
  id: string,
  rationale: string,
): Promise<ContradictionPair> {
  if (principal.kind !== "person")
    throw new Fault("forbidden", "People decide: this key belongs to a machine.");
  if (!principal.roles.includes("reviewer"))
    throw new Fault("forbidden", "Explaining a contradiction needs the role reviewer.");
  const { organizationId } = principal;
  return context.database.asOrganization(organizationId, async (sql) => {
    const before = await findContradictionForUpdate(sql, id);
    if (!before) throw new Fault("not_found", "There is no such contradiction.");
    if (before.resolvedAt !== null) throw new Fault("conflict", "This contradiction is resolved already.");
    const at = context.clock();
    const word = { resolution: "explained" as const, at, by: principal.id, rationale };
    const [after] = await resolveContradictions(sql, [id], word);
    const [pair] = after ? describePair(after, await listSources(sql, [after])) : [];
    if (!pair) throw new Fault("not_found", "The documents of this contradiction do not exist any more.");
    const { claimId, otherClaimId } = before;
    await settleContradictionReviews(sql, [claimId, otherClaimId], at);
    await appendEntry(sql, {
      organizationId,
      kind: "contradiction_resolved",
      subjectId: id,
      principalId: principal.id,
      at,
      body: { claimId, otherClaimId, resolution: "explained", rationale },
    });
    const sides = await listClaims(sql, { ids: [claimId, otherClaimId] });
    const points = sides.map(({ pointId }) => pointId);
    const cause = { kind: "contradiction_resolved" as const, subjectId: id, principalId: principal.id };
    await context.projectGrades(sql, organizationId, points, cause);
    return pair;
  });
}
