// Flow: the life of one claim, from the words that it was inferred from to where it stands now.
import type { Context } from "../context.ts";
import type { Claim } from "../domain/claim.ts";
import { type EffectiveGrade, effectiveGrade, type GradeSubject } from "../domain/grade.ts";
import { type LifeStep, listLifeSteps } from "../domain/grade-history.ts";
import { describeMoment } from "../domain/life-words.ts";
import type { Decision } from "../domain/review.ts";
import { Fault } from "../fault.ts";
import { findClaim } from "../store/claims.ts";
import { listPrincipalNames } from "../store/organizations.ts";

export type ClaimLife = {
  claim: Claim;
  statement: string;
  document: { id: string; fileName: string; sha256: string; uploadedAt: Date; uploadedBy: string };
  now: EffectiveGrade;
  /** Oldest first. */
  steps: (Omit<LifeStep, "causes"> & { causes: { kind: string; claimId: string; words: string }[] })[];
  /** All of them, also those that were taken back. */
  decisions: readonly Decision[];
};

/** Throws Fault `not_found`. */
export async function tellClaim(context: Context, organizationId: string, id: string): Promise<ClaimLife> {
  const { points } = await context.getCatalogue(organizationId);
  return context.database.asOrganization(organizationId, async (sql) => {
    const claim = await findClaim(sql, id);
    const group = claim ? await context.listSubjects(sql, { pointId: claim.pointId }) : [];
    const subject = group.find((one) => one.claim.id === id);
    if (!claim || !subject) throw new Fault("not_found", "There is no such claim.");
    const { fileName, sha256, uploadedAt, uploadedBy } = subject.document;
    const names = await listPrincipalNames(sql, [uploadedBy]);
    const asOf = context.clock();
    return {
      claim,
      statement: points.get(claim.pointId)?.statement ?? claim.pointWords,
      document: {
        id: claim.documentId,
        fileName,
        sha256,
        uploadedAt,
        uploadedBy: names.get(uploadedBy) ?? "",
      },
      now: effectiveGrade(subject, group, asOf),
      steps: listLifeSteps(subject, group, asOf).map((step) => tellStep(step, subject, group)),
      decisions: subject.decisions,
    };
  });
}

function tellStep({ causes, ...step }: LifeStep, own: GradeSubject, group: readonly GradeSubject[]) {
  const told = causes.flatMap((moment) => {
    const subject = group.find(({ claim }) => claim.id === moment.claimId);
    if (!subject) return [];
    const words = describeMoment(moment, subject, subject === own);
    return [{ kind: moment.kind, claimId: moment.claimId, words }];
  });
  // What happened to the whole organization is said once, not once for each claim.
  const said = new Set<string>();
  return { ...step, causes: told.filter(({ words }) => !said.has(words) && said.add(words)) };
}
