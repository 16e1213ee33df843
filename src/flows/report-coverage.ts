// Flow: how far a framework is proven, and what is missing.
import type { Context } from "../context.ts";
import { type Carryover, measureCarryover } from "../domain/carryover.ts";
import type { Framework } from "../domain/catalogue.ts";
import { buildComparison, type Comparison } from "../domain/comparison.ts";
import { type Coverage, measureCoverage } from "../domain/coverage.ts";
import { findGaps, type Gap } from "../domain/gap.ts";
import type { Grade } from "../domain/grade.ts";
import { buildGradeSubjects } from "../domain/subjects.ts";
import { Fault } from "../fault.ts";
import { listClaims } from "../store/claims.ts";
import { listAllDocuments } from "../store/documents.ts";
import { countOpenReviews, listDecisions } from "../store/reviews.ts";

/** People's word counts by default; a lower floor counts what no person has seen. */
export const defaultFloor: Grade = "reviewed";

export type CoverageQuestion = {
  frameworkId: string;
  floor?: Grade | undefined;
  asOf?: Date | undefined;
  /** Only the evidence of these documents. */
  documentIds?: readonly string[] | undefined;
};

export type CoverageReport = Coverage & {
  catalogueVersion: string;
  /** Machine probabilities are not yet checked against this organization's own decisions. */
  calibration: "uncalibrated";
  /** Links between points and requirements are the product's own and were not reviewed by an expert. */
  links: "authored";
  openReviews: number;
};

/** Throws Fault `not_found` for an unknown framework. */
export async function reportCoverage(
  context: Context,
  organizationId: string,
  question: CoverageQuestion,
): Promise<CoverageReport> {
  return (await measure(context, organizationId, question)).coverage;
}

/** Points below the floor, the most valuable first. Throws Fault `not_found`. */
export async function findFrameworkGaps(
  context: Context,
  organizationId: string,
  question: CoverageQuestion,
): Promise<Gap[]> {
  const { coverage } = await measure(context, organizationId, question);
  const { points } = await context.getAnalyser();
  return findGaps(points, coverage);
}

export type CrosswalkReport = Carryover & Pick<CoverageReport, "catalogueVersion" | "links">;

/**
 * For each requirement of `frameworkId`: what evidence that serves `otherId` too covers, and what is left.
 * Throws Fault `not_found` for an unknown framework, `invalid_input` for one framework twice.
 */
export async function reportCrosswalk(
  context: Context,
  organizationId: string,
  question: CoverageQuestion & { otherId: string },
): Promise<CrosswalkReport> {
  refuseRepeated([question.frameworkId, question.otherId]);
  const other = await getFramework(context, question.otherId);
  const { framework, coverage } = await measure(context, organizationId, question);
  const { points } = await context.getAnalyser();
  const { catalogueVersion, links } = coverage;
  return { ...measureCarryover(framework, other, coverage, points), catalogueVersion, links };
}

export async function getFramework(context: Context, frameworkId: string): Promise<Framework> {
  const { catalogue } = await context.getAnalyser();
  return findFramework(catalogue.frameworks, frameworkId);
}

/** Throws Fault `not_found` that names the frameworks there are. */
export function findFramework(frameworks: readonly Framework[], frameworkId: string): Framework {
  const framework = frameworks.find((one) => one.id === frameworkId);
  if (framework) return framework;
  const known = frameworks.map((one) => one.id).join(", ");
  throw new Fault("not_found", `There is no framework "${frameworkId}". There are: ${known}.`);
}

/**
 * What frameworks are for, and how much any two of them share. Throws Fault `not_found` for an unknown framework,
 * `invalid_input` for none or for one named twice.
 */
export function compareFrameworks(all: readonly Framework[], ids: readonly string[]): Comparison {
  if (ids.length === 0) throw new Fault("invalid_input", "Name the frameworks to compare, at least one.");
  refuseRepeated(ids);
  return buildComparison(ids.map((id) => findFramework(all, id)));
}

function refuseRepeated(ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    throw new Fault("invalid_input", `"${repeated}" is named twice. Name different frameworks.`);
}

async function measure(context: Context, organizationId: string, question: CoverageQuestion) {
  const framework = await getFramework(context, question.frameworkId);
  const { catalogue, points } = await context.getAnalyser();
  const { subjects, openReviews } = await context.database.asOrganization(organizationId, async (sql) => ({
    subjects: buildGradeSubjects(
      await listClaims(sql, { documentIds: question.documentIds }),
      await listDecisions(sql),
      await listAllDocuments(sql),
      points,
    ),
    openReviews: await countOpenReviews(sql),
  }));
  const settings = { asOf: question.asOf ?? context.clock(), floor: question.floor ?? defaultFloor };
  const coverage: CoverageReport = {
    ...measureCoverage(framework, points, subjects, settings),
    catalogueVersion: catalogue.version,
    calibration: "uncalibrated",
    links: "authored",
    openReviews,
  };
  return { framework, coverage };
}
