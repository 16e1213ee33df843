// The statement of applicability: every requirement, whether it applies and why, and how far it is proven.
import type { Framework } from "./catalogue.ts";
import type { Coverage, GradeCounts } from "./coverage.ts";
import type { Grade } from "./grade.ts";
import { type FrameworkScope, isInParts } from "./scope.ts";

export type ApplicabilityRow = {
  requirementId: string;
  title: string;
  group: string;
  isApplicable: boolean;
  /** A person's reason; null where nobody gave one. */
  justification: string | null;
  decidedBy: string | null;
  decidedAt: string | null;
  /** Null where it does not apply. */
  grade: Grade | null;
  pointsByGrade: GradeCounts | null;
  /** Documents whose claims carry a point of it, by name. */
  evidence: string[];
};

export type Statement = {
  framework: string;
  title: string;
  edition: string;
  organization: string;
  asOf: string;
  isChosen: boolean | null;
  rows: ApplicabilityRow[];
};

/**
 * @param coverage of the framework with its scope applied.
 * @param evidence names of documents by requirement.
 */
export function buildStatement(
  framework: Framework,
  scope: FrameworkScope,
  coverage: Coverage,
  evidence: ReadonlyMap<string, readonly string[]>,
  organization: string,
): Statement {
  const covered = new Map(coverage.requirements.map((one) => [one.requirementId, one]));
  return {
    framework: framework.id,
    title: framework.title,
    edition: framework.edition,
    organization,
    asOf: coverage.asOf,
    isChosen: scope.isChosen,
    rows: framework.requirements.map(({ id, title, group }) => {
      const found = covered.get(id);
      const word = scope.excluded.get(id) ?? scope.included.get(id);
      const isLeftOut = !isInParts(framework, scope, group);
      return {
        requirementId: id,
        title,
        group,
        isApplicable: found !== undefined,
        justification: isLeftOut
          ? "Its part of the framework is not in scope."
          : (word?.justification ?? null),
        decidedBy: word?.principalName ?? null,
        decidedAt: word?.decidedAt.toISOString() ?? null,
        grade: found?.grade ?? null,
        pointsByGrade: found?.pointsByGrade ?? null,
        evidence: [...(evidence.get(id) ?? [])],
      };
    }),
  };
}
