// Flow: what grades depend on is gathered, and the projection of grades follows every change of it.
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import { gradeRules } from "../domain/grade.ts";
import { listChanges, listOutdated, projectGrades } from "../domain/projection.ts";
import { buildGradeSubjects } from "../domain/subjects.ts";
import { listScorings } from "../store/calibrations.ts";
import { listClaims } from "../store/claims.ts";
import { listContradictionsOf } from "../store/contradictions.ts";
import { listVersionsOf } from "../store/documents.ts";
import { listStatedDocuments } from "../store/facts.ts";
import {
  findProjection,
  listClaimedPoints,
  listExpiredPoints,
  listGrades,
  upsertGrades,
  upsertProjection,
} from "../store/grades.ts";
import { listIntegrityLapses } from "../store/integrity.ts";
import { appendEntry, lockLedger } from "../store/ledger.ts";
import { listOrganizations } from "../store/organizations.ts";
import { listDecisions } from "../store/reviews.ts";
import { listOwnWordings, listWordings } from "../store/wordings.ts";

type Projector = Pick<Context, "listSubjects" | "projectGrades">;

export function buildProjector({ clock }: Pick<Context, "clock">): Projector {
  return {
    listSubjects,
    projectGrades: async (sql, organizationId, pointIds, { kind, subjectId, principalId }) => {
      // Two changes at once to one point would not see each other: the second one waits here, then reads.
      await lockLedger(sql, organizationId);
      const at = clock();
      const wanted = [...new Set(pointIds)];
      const kept = await listGrades(sql, wanted);
      const fresh = projectGrades(await listSubjects(sql, { pointIds: wanted }), at);
      await upsertGrades(sql, organizationId, listOutdated(kept, fresh));
      const changes = listChanges(kept, fresh);
      if (changes.length > 0) {
        const body = { cause: kind, changes };
        await appendEntry(sql, { organizationId, kind: "grades_changed", subjectId, principalId, at, body });
      }
      return changes;
    },
  };
}

const listSubjects: Context["listSubjects"] = async (sql, filter) => {
  const claims = await listClaims(sql, filter);
  const claimIds = claims.map(({ id }) => id);
  const documentIds = [...new Set(claims.map(({ documentId }) => documentId))];
  const pointIds = [...new Set(claims.map(({ pointId }) => pointId))];
  return buildGradeSubjects({
    claims,
    decisions: await listDecisions(sql, claimIds),
    documents: await listVersionsOf(sql, documentIds),
    facts: await listStatedDocuments(sql, documentIds),
    lapses: await listIntegrityLapses(sql, documentIds),
    wordings: [...(await listWordings(sql, pointIds)), ...(await listOwnWordings(sql, pointIds))],
    contradictions: await listContradictionsOf(sql, claimIds),
    scorings: await listScorings(sql),
  });
};

/**
 * Lets the projection of every organization follow what no transaction caused: time, another catalogue, and other rules
 * in a newer program. Returns how many grades changed.
 * @param version the catalogue in use; by default the one that this process has loaded.
 */
export async function followTime(context: Context, version?: string): Promise<number> {
  const current = version ?? (await context.getCatalogue(null)).catalogue.version;
  const organizations = await context.database.asSystem((sql) => listOrganizations(sql));
  let changed = 0;
  for (const { id } of organizations)
    changed += await context.database.asOrganization(id, (sql) => followOne(context, sql, id, current));
  return changed;
}

async function followOne(
  context: Context,
  sql: Sql,
  organizationId: string,
  version: string,
): Promise<number> {
  const about = { subjectId: organizationId, principalId: null };
  const known = await findProjection(sql);
  const isSameCatalogue = known?.catalogueVersion === version;
  if (!isSameCatalogue || known.rules !== gradeRules) {
    const points = await listClaimedPoints(sql);
    await upsertProjection(sql, organizationId, { catalogueVersion: version, rules: gradeRules });
    const kind = isSameCatalogue ? ("rules_changed" as const) : ("catalogue_changed" as const);
    const cause = { kind, ...about };
    return (await context.projectGrades(sql, organizationId, points, cause)).length;
  }
  const points = await listExpiredPoints(sql, context.clock());
  if (points.length === 0) return 0;
  const cause = { kind: "validity_turned" as const, ...about };
  return (await context.projectGrades(sql, organizationId, points, cause)).length;
}
