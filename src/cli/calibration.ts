// `calibration`: how far the machine's probabilities can be believed here; `calibration target`: how much may be wrong.
import type { Command } from "commander";
import type { Context } from "../context.ts";
import { sampleShareSchema, targetSchema } from "../domain/calibration-setting.ts";
import type { Organization } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { ensurePrincipal } from "../flows/manage-keys.ts";
import {
  type CalibrationReport,
  decideCalibration,
  reportCalibration,
  type SourceReport,
} from "../flows/report-calibration.ts";
import { pickOrganization } from "./organization.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Options = { organization?: string; json?: boolean };

export function addCalibration(command: Command, program: Program): void {
  const calibration = command
    .command("calibration")
    .description("how far probabilities can be believed, what proves it, and what is missing")
    .option("--organization <slug>", "whose (default: the only one there is)")
    .option("--json", "the whole answer as JSON")
    .action((options: Options) =>
      withOrganization(program, options, async (context, organization) => {
        write(program, options, await reportCalibration(context, organization.id));
      }),
    );
  calibration
    .command("target")
    .description("decide how much of what goes unseen may be wrong, such as 0.05")
    .argument("<share>", "from 0.01 to 0.5")
    .requiredOption("--as <name>", "the person who decides; it is recorded")
    .option("--sample <share>", "how much of what would go unseen people check anyway, from 0.05 to 1")
    .action((share: string, own: { as: string; sample?: string }, child: Command) => {
      const options: Options = child.parent?.opts() ?? {};
      const target = parseShare(targetSchema, share, "0.01 to 0.5");
      const sampleShare =
        own.sample === undefined ? undefined : parseShare(sampleShareSchema, own.sample, "0.05 to 1");
      return withOrganization(program, options, async (context, organization) => {
        const wanted = { name: own.as, kind: "person" as const };
        const person = await ensurePrincipal(context, organization, wanted);
        const principal = { ...person, kind: wanted.kind };
        write(program, options, await decideCalibration(context, principal, { target, sampleShare }));
      });
    });
}

function parseShare(schema: typeof targetSchema, text: string, range: string): number {
  const parsed = schema.safeParse(text.trim() === "" ? Number.NaN : Number(text));
  if (parsed.success) return parsed.data;
  throw new Fault("invalid_input", `"${text}" is not a share from ${range}, such as 0.1 for a tenth.`);
}

async function withOrganization(
  program: Program,
  options: Options,
  work: (context: Context, organization: Organization) => Promise<void>,
): Promise<void> {
  const { context, close } = await program.open(program.getConfig());
  try {
    await work(context, await pickOrganization(context, options.organization));
  } finally {
    await close();
  }
}

function write({ terminal }: Program, { json }: Options, report: CalibrationReport): void {
  terminal.write(json ? `${JSON.stringify(report, null, 2)}\n` : writeReport(report));
}

const writeShare = (share: number): string => `${Number((share * 100).toFixed(1))} %`;

function writeReport({ state, setting, sources, history }: CalibrationReport): string {
  const by = setting.principalName === null ? "the built-in target" : `decided by ${setting.principalName}`;
  const head = `${state}. Of what nobody sees, ${writeShare(setting.target)} may be wrong (${by}); ${writeShare(setting.sampleShare)} of it is drawn and checked anyway.\n`;
  if (sources.length === 0) return `${head}There are no claims yet.\n`;
  const columns = [
    { title: "since" },
    { title: "state" },
    { title: "threshold", align: "right" as const },
    { title: "why" },
  ];
  const rows = history
    .slice(0, 10)
    .map((one) => [
      one.since.toISOString().slice(0, 16).replace("T", " "),
      one.state,
      one.threshold.toFixed(2),
      one.why,
    ]);
  const past = rows.length === 0 ? "" : `\n${writeTable(columns, rows)}`;
  return `${head}${sources.map(writeSource).join("")}${past}`;
}

function writeSource(one: SourceReport): string {
  const { sample, lessons, progress, reliability } = one;
  const waits =
    sample.waiting === 0 ? "" : `; ${sample.waiting} wait, and hold up ${sample.heldUp} decided ones`;
  const missing =
    one.state === "proven"
      ? `at most ${writeShare(one.bound ?? 1)} wrong with 95 % confidence (${one.errors} of ${one.accepted})`
      : `${progress.needed} more right ones at or above ${progress.threshold.toFixed(2)} would prove it (now ${progress.errors} wrong of ${progress.accepted})`;
  const columns = [
    { title: "on the sample" },
    ...["labels", "Brier", "ECE", "log loss"].map((title) => ({ title, align: "right" as const })),
  ];
  const describe = (name: string, { labels, brier, ece, logLoss }: typeof reliability.inForce) => [
    name,
    String(labels),
    brier.toFixed(3),
    ece.toFixed(3),
    logLoss.toFixed(3),
  ];
  const figures = [describe(`scorer ${one.scorer}`, reliability.inForce)];
  if (one.refit?.isAdopted) figures.push(describe("built-in scorer", reliability.builtIn));
  const bins = reliability.inForce.bins.map((bin) => [
    `${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`,
    String(bin.labels),
    bin.probability.toFixed(2),
    bin.rightShare.toFixed(2),
  ]);
  const binColumns = ["probability", "labels", "said", "right"].map((title) => ({
    title,
    align: "right" as const,
  }));
  return [
    `\n${one.source}: ${one.state}, claims below ${one.threshold.toFixed(2)} go to people\n`,
    `drawn: ${sample.right} right, ${sample.wrong} wrong${waits}; taught by ${lessons.right} right, ${lessons.wrong} wrong\n`,
    `${missing}\n`,
    ...(reliability.inForce.labels === 0
      ? []
      : [`\n${writeTable(columns, figures)}\n${writeTable(binColumns, bins)}`]),
  ].join("");
}
