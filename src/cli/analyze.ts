// `analyze`: files in, the evidence in them for one framework out, through the same flows as the server.
import type { Command } from "commander";
import type { Context } from "../context.ts";
import type { Document } from "../domain/document.ts";
import type { GradedClaim } from "../domain/graded-claim.ts";
import type { Organization } from "../domain/principal.ts";
import { findValidity } from "../domain/validity.ts";
import { Fault } from "../fault.ts";
import { createOrganization } from "../flows/create-organization.ts";
import { listGradedClaims } from "../flows/list-evidence.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import { type CoverageReport, getCoverable, reportCoverage } from "../flows/report-coverage.ts";
import { startWorker } from "../worker.ts";
import { writeCoverage } from "./coverage.ts";
import { writeMostValuable } from "./gap-text.ts";
import { type Intake, listFiles, takeFiles } from "./intake.ts";
import { shorten } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { framework: string; organization: string; json?: boolean };
type Analysis = { intake: Intake; claims: GradedClaim[]; report: CoverageReport };

export function addAnalyze(command: Command, program: Program): void {
  command
    .command("analyze")
    .description("read files and folders and report which requirements they speak for, with quotes")
    .argument("<paths...>", "files or folders")
    .requiredOption("--framework <id>", "id of a framework, see `frameworks`")
    .option("--organization <slug>", "whose evidence it becomes; made when it is new", "default")
    .option("--json", "documents, requirements with claims and quotes, and coverage as JSON")
    .action(async (paths: string[], options: Options) => {
      const files = await listFiles(paths);
      const config = program.getConfig();
      const { context, close } = await program.open(config);
      try {
        const { organization } = await createOrganization(context, {
          slug: options.organization,
          name: options.organization,
        });
        getCoverable((await context.getCatalogue(organization.id)).catalogue, options.framework);
        await startWorker(context, config.workers);
        const analysis = await analyze(context, program, files, organization, options);
        const { write } = program.terminal;
        if (options.json) write(`${JSON.stringify(buildJson(options, analysis), null, 2)}\n`);
        else write(await writeAnalysis(context, options, analysis));
        if (analysis.intake.documents.every(({ stage }) => stage === "failed"))
          throw new Fault("unreadable_file", "None of the files could be read.");
      } finally {
        await close();
      }
    });
}

async function analyze(
  context: Context,
  program: Program,
  files: readonly string[],
  organization: Organization,
  options: Options,
): Promise<Analysis> {
  const principal = await ensurePrincipal(context, organization, { name: "command line", kind: "service" });
  const intake = await takeFiles(context, principal, files, program.terminal);
  const documentIds = intake.documents.map((document) => document.id);
  const claims = await listGradedClaims(context, organization.id, {
    documentIds,
    frameworkId: options.framework,
  });
  const report = await reportCoverage(context, organization.id, {
    frameworkId: options.framework,
    documentIds,
  });
  return { intake, claims, report };
}

function buildJson(options: Options, { intake, claims, report }: Analysis) {
  return {
    framework: options.framework,
    organization: options.organization,
    documents: intake.documents.map(describeDocument),
    refused: intake.refused,
    requirements: report.requirements
      .map(({ requirementId, title, grade, points }) => {
        const pointIds = new Set(points.map((point) => point.pointId));
        return {
          id: requirementId,
          title,
          grade,
          claims: claims.filter((claim) => pointIds.has(claim.pointId)).map(describeClaim),
        };
      })
      .filter((requirement) => requirement.claims.length > 0),
    coverage: report,
  };
}

function describeDocument(document: Document) {
  const { id, fileName, title, kind, stage, failureReason, waitingReason, waitingUntil } = document;
  const { pageCount, passageCount } = document;
  return {
    id,
    fileName,
    title,
    kind,
    stage,
    failureReason,
    waitingReason,
    waitingUntil,
    pageCount,
    passageCount,
    validity: findValidity(document),
  };
}

function describeClaim(claim: GradedClaim) {
  const { id, pointId, statement, stance, nature, grade, reasons, probability, guards, document, quotes } =
    claim;
  return {
    id,
    pointId,
    statement,
    stance,
    nature,
    grade,
    reasons,
    probability,
    guards,
    document: document.fileName,
    documentId: document.id,
    quotes: quotes.map(({ text, pageNumber, start, end }) => ({ text, pageNumber, start, end })),
  };
}

const shownClaims = 40;

async function writeAnalysis(context: Context, options: Options, analysis: Analysis): Promise<string> {
  const { intake, claims, report } = analysis;
  const failed = [
    ...intake.documents
      .filter(({ stage }) => stage === "failed")
      .map(({ fileName, failureReason }) => `  ${fileName}: ${failureReason}`),
    ...intake.refused.map(({ file, reason }) => `  ${file}: ${reason}`),
  ];
  const { organizationId } = intake.documents[0] ?? {};
  const documentIds = intake.documents.map((document) => document.id);
  const gaps =
    organizationId === undefined
      ? ""
      : await writeMostValuable(context, organizationId, { frameworkId: options.framework, documentIds });
  const ordered = claims.toSorted((a, b) => b.probability - a.probability);
  const rest =
    ordered.length > shownClaims ? `  … and ${ordered.length - shownClaims} more: see --json\n` : "";
  return [
    failed.length > 0 ? `Could not be read\n${failed.join("\n")}\n` : "",
    ordered.length > 0 ? "What was found\n" : "Nothing in these files speaks for this framework.\n",
    ...ordered.slice(0, shownClaims).map(writeClaim),
    rest,
    "\n",
    writeCoverage([report]),
    "\n",
    gaps,
  ].join("");
}

function writeClaim(claim: GradedClaim): string {
  const [quote] = claim.quotes;
  const stance = claim.stance === "supports" ? "" : ` (${claim.stance})`;
  return `  ${claim.grade.padEnd(12)} ${claim.statement}${stance}\n  ${"".padEnd(12)} “${shorten(quote?.text ?? "", 110)}” ${claim.document.fileName}, page ${quote?.pageNumber}\n`;
}
