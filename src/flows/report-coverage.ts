// Flow: how far a framework is proven, and what evidence for one framework does for another.
import type { Context } from "../context.ts";
import { buildStatement, type Statement } from "../domain/applicability.ts";
import {
  type CalibrationSummary,
  listOpenSources,
  summarizeCalibration,
} from "../domain/calibration-summary.ts";
import {
  type Catalogue,
  describeUncoverable,
  describeUnknownFramework,
  type Framework,
  findFramework,
  listComparable,
} from "../domain/catalogue.ts";

import { buildComparison, type Comparison } from "../domain/comparison.ts";
import { type Coverage, measureCoverage } from "../domain/coverage.ts";
import { type FrameworkReuse, measureReuse } from "../domain/framework-reuse.ts";
import { defaultFloor, type Grade, type GradeSubject, isAtLeast } from "../domain/grade.ts";
import { countLinks, type LinkCounts } from "../domain/provenance.ts";
import { applyScope, type FrameworkScope, findScope } from "../domain/scope.ts";
import { Fault } from "../fault.ts";
import { listCalibrations } from "../store/calibrations.ts";
import { listOrganizations } from "../store/organizations.ts";
import { countOpenReviews } from "../store/reviews.ts";
import { listScopeDecisions } from "../store/scopes.ts";

export type CoverageQuestion = {
  frameworkId: string;
  floor?: Grade | undefined;
  asOf?: Date | undefined;
  /** Only the evidence of these documents. */
  documentIds?: readonly string[] | undefined;
};

export type CoverageReport = Coverage & {
  catalogueVersion: string;
  /** How far this organization's own decisions prove what goes unseen. */
  calibration: CalibrationSummary;
  /** Who stands behind the links of points and requirements that the answer rests on. */
  links: LinkCounts;
  scope: {
    /** Null while nobody has chosen: then the whole framework counts. */
    isChosen: boolean | null;
    parts: string[] | null;
    notApplicable: { requirementId: string; justification: string | null; decidedBy: string }[];
  };
  /** At the moment asked for, on points of requirements in scope. */
  openReviews: number;
};

/** Throws Fault `not_found` for an unknown framework, `invalid_input` for one that is there to compare with only. */
export async function reportCoverage(
  context: Context,
  organizationId: string,
  question: CoverageQuestion,
): Promise<CoverageReport> {
  const { catalogue } = await context.getCatalogue(organizationId);
  return (await measure(context, organizationId, getCoverable(catalogue, question.frameworkId), question))
    .coverage;
}

export type CoverageHistory = {
  framework: string;
  floor: Grade;
  points: Pick<Coverage, "asOf" | "met" | "total" | "requirementsByGrade" | "pointsByGrade">[];
};

const yearMs = 366 * 86_400_000;

/**
 * The coverage at moments of the past, each as it would have been told then. Throws as `reportCoverage`, and Fault
 * `invalid_input` when the span is none.
 */
export async function reportCoverageHistory(
  context: Context,
  organizationId: string,
  question: {
    frameworkId: string;
    floor?: Grade | undefined;
    from?: Date | undefined;
    to?: Date | undefined;
    steps: number;
  },
): Promise<CoverageHistory> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  const whole = getCoverable(catalogue, question.frameworkId);
  const { subjects, decisions } = await context.database.asOrganization(organizationId, async (sql) => ({
    subjects: await context.listSubjects(sql, {}),
    decisions: await listScopeDecisions(sql),
  }));
  const to = question.to ?? context.clock();
  const first = subjects.map(({ document }) => document.uploadedAt.getTime());
  const earliest = Math.min(to.getTime() - 86_400_000, ...first);
  const from = question.from ?? new Date(Math.max(earliest, to.getTime() - yearMs));
  if (from >= to) throw new Fault("invalid_input", "The span ends before it begins: set `from` before `to`.");
  const floor = question.floor ?? defaultFloor;
  const stepMs = (to.getTime() - from.getTime()) / (question.steps - 1);
  const found = Array.from({ length: question.steps }, (_, step) => {
    const asOf = step === question.steps - 1 ? to : new Date(from.getTime() + Math.round(step * stepMs));
    const framework = applyScope(whole, findScope(whole, decisions, asOf));
    const { met, total, requirementsByGrade, pointsByGrade } = measureCoverage(framework, points, subjects, {
      asOf,
      floor,
    });
    return { asOf: asOf.toISOString(), met, total, requirementsByGrade, pointsByGrade };
  });
  return { framework: whole.id, floor, points: found };
}

/** Every requirement, whether it applies and why, and how far it is proven. Throws as `reportCoverage`. */
export async function reportApplicability(
  context: Context,
  organizationId: string,
  question: Pick<CoverageQuestion, "frameworkId" | "asOf">,
): Promise<Statement> {
  const { catalogue } = await context.getCatalogue(organizationId);
  const framework = getCoverable(catalogue, question.frameworkId);
  const { scope, coverage, subjects } = await measure(context, organizationId, framework, question);
  const names = new Map(subjects.map(({ claim, document }) => [claim.id, document.fileName]));
  const evidence = new Map(
    coverage.requirements.map(({ requirementId, points }) => {
      const carrying = points
        .filter(({ grade }) => isAtLeast(grade, "inferred"))
        .flatMap(({ claimIds }) => names.get(claimIds[0] ?? "") ?? []);
      return [requirementId, [...new Set(carrying)].toSorted()] as const;
    }),
  );
  // A tenant sees the row of its own organization only.
  const [organization] = await context.database.asOrganization(organizationId, (sql) =>
    listOrganizations(sql),
  );
  return buildStatement(framework, scope, coverage, evidence, organization?.name ?? "");
}

export type CrosswalkReport = FrameworkReuse & Pick<CoverageReport, "catalogueVersion" | "links">;

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
  const { catalogue } = await context.getCatalogue(organizationId);
  const all = listComparable(catalogue);
  const other = getFramework(all, question.otherId);
  const { framework, coverage } = await measure(
    context,
    organizationId,
    getFramework(all, question.frameworkId),
    question,
  );
  const { points } = await context.getCatalogue(organizationId);
  const { catalogueVersion, links } = coverage;
  return {
    ...measureReuse(framework, other, coverage, points, catalogue.pairs),
    catalogueVersion,
    links,
  };
}

/**
 * What frameworks are for, and how much any two of them share. Throws Fault `not_found` for an unknown framework,
 * `invalid_input` for none or for one named twice.
 */
export function compareFrameworks(all: readonly Framework[], ids: readonly string[]): Comparison {
  if (ids.length === 0) throw new Fault("invalid_input", "Name the frameworks to compare, at least one.");
  refuseRepeated(ids);
  return buildComparison(ids.map((id) => getFramework(all, id)));
}

/** Throws Fault `not_found` that names the frameworks there are. */
export function getFramework(frameworks: readonly Framework[], id: string): Framework {
  const framework = findFramework(frameworks, id);
  if (!framework) throw new Fault("not_found", describeUnknownFramework(frameworks, id));
  return framework;
}

/** A framework whose coverage can be asked for. */
export function getCoverable(catalogue: Pick<Catalogue, "frameworks" | "targets">, id: string): Framework {
  if (findFramework(catalogue.targets, id)) {
    throw new Fault("invalid_input", describeUncoverable(id));
  }
  return getFramework(catalogue.frameworks, id);
}

function refuseRepeated(ids: readonly string[]): void {
  const repeated = ids.find((id, index) => ids.indexOf(id) !== index);
  if (repeated !== undefined)
    throw new Fault("invalid_input", `"${repeated}" is named twice. Name different frameworks.`);
}

type Measured = {
  framework: Framework;
  scope: FrameworkScope;
  coverage: CoverageReport;
  subjects: GradeSubject[];
};

/** `framework` comes back with only what is in scope at the moment asked for. */
async function measure(
  context: Context,
  organizationId: string,
  whole: Framework,
  question: CoverageQuestion,
): Promise<Measured> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  const asOf = question.asOf ?? context.clock();
  const { subjects, openReviews, decisions, calibrations } = await context.database.asOrganization(
    organizationId,
    async (sql) => ({
      subjects: await context.listSubjects(sql, { documentIds: question.documentIds }),
      openReviews: await countOpenReviews(sql, asOf),
      decisions: await listScopeDecisions(sql),
      calibrations: await listCalibrations(sql),
    }),
  );
  const settings = { asOf, floor: question.floor ?? defaultFloor };
  const scope = findScope(whole, decisions, settings.asOf);
  const framework = applyScope(whole, scope);
  const coverage: CoverageReport = {
    ...measureCoverage(framework, points, subjects, settings),
    catalogueVersion: catalogue.version,
    calibration: summarizeCalibration(
      listOpenSources(
        subjects.map(({ claim }) => claim),
        settings.asOf,
      ),
      calibrations,
      settings.asOf,
    ),
    links: countLinks(framework),
    scope: {
      isChosen: scope.isChosen,
      parts: scope.parts,
      notApplicable: [...scope.excluded].map(([requirementId, { justification, principalName }]) => ({
        requirementId,
        justification,
        decidedBy: principalName,
      })),
    },
    openReviews: [...listLinkedPoints(framework)].reduce((sum, id) => sum + (openReviews.get(id) ?? 0), 0),
  };
  return { framework, scope, coverage, subjects };
}

function listLinkedPoints({ requirements }: Framework): Set<string> {
  return new Set(requirements.flatMap(({ links }) => links.map(({ point }) => point)));
}
