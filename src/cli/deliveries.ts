// `webhooks test`, `deliveries` and `replay`: what was sent, with what success, and once more.
import type { Command } from "commander";
import { writeMessageId } from "../domain/delivery.ts";
import { Fault } from "../fault.ts";
import {
  type DeliveryWithAttempts,
  listDeliveryPage,
  replayDelivery,
  replayFailed,
  testWebhook,
} from "../flows/list-deliveries.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";
import { idArgument, parseId, type Whose, type WithManager, whose } from "./webhook-manager.ts";

export function addDeliveryCommands(webhooks: Command, program: Program, withManager: WithManager): void {
  addTest(webhooks, program, withManager);
  addDeliveries(webhooks, program, withManager);
  addReplay(webhooks, program, withManager);
}

function addTest(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("test")
    .description("send a `webhook.test` now and tell what came of it")
    .argument(...idArgument)
    .option(...whose)
    .action((id: string, options: Whose) =>
      withManager(options, async (context, { organizationId }) => {
        const { attempts, messageId } = await testWebhook(context, organizationId, parseId(id));
        const [attempt] = attempts;
        if (attempt?.status !== "delivered")
          throw new Fault("unavailable", `The test failed. ${attempt?.error ?? ""}`);
        terminal.tell(
          `Delivered: it answered ${attempt.httpStatus} after ${attempt.durationMs} ms (${writeMessageId(messageId)}).\n`,
        );
      }),
    );
}

function addDeliveries(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("deliveries")
    .description("what was sent to a webhook, the newest first")
    .argument(...idArgument)
    .option("--failed", "only what failed")
    .option("--limit <count>", "how many at most", "20")
    .option("--json", "as JSON, with every attempt and what was sent")
    .option(...whose)
    .action((id: string, options: Whose & { failed?: boolean; limit: string; json?: boolean }) =>
      withManager(options, async (context, { organizationId }) => {
        const page = {
          status: options.failed ? ("failed" as const) : null,
          after: null,
          limit: parseLimit(options.limit),
        };
        const found = await listDeliveryPage(context, organizationId, parseId(id), page);
        if (options.json) terminal.write(`${JSON.stringify(found, null, 2)}\n`);
        else if (found.length === 0) terminal.write("Nothing was sent yet: try `webhooks test`.\n");
        else terminal.write(writeTable(columns, found.map(writeRow)));
      }),
    );
}

const columns = [
  { title: "id" },
  { title: "event" },
  { title: "announced" },
  { title: "state" },
  { title: "attempts", align: "right" as const },
  { title: "last answer" },
];

function writeRow(delivery: DeliveryWithAttempts): string[] {
  const { id, type, createdAt, status, nextTryAt, attempts } = delivery;
  const moment = (at: Date) => at.toISOString().slice(0, 16).replace("T", " ");
  const last = attempts.at(-1);
  const said = last?.error ?? (last?.httpStatus ? `It answered ${last.httpStatus}.` : "");
  const state = nextTryAt ? `next try ${moment(nextTryAt)}` : status;
  return [id, type, moment(createdAt), state, String(attempts.length), delivery.failureReason ?? said];
}

function addReplay(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("replay")
    .description("send one delivery again, or all that failed; `serve` or `work` sends them")
    .argument(...idArgument)
    .argument("[delivery]", "the delivery's id, see `webhooks deliveries`; without it all that failed")
    .option("--since <moment>", "what was announced from then on, YYYY-MM-DD or with a time", "1970-01-01")
    .option(...whose)
    .action((id: string, delivery: string | undefined, options: Whose & { since: string }) =>
      withManager(options, async (context, { organizationId }) => {
        const webhookId = parseId(id);
        if (delivery !== undefined) {
          await replayDelivery(context, organizationId, { webhookId, deliveryId: parseId(delivery) });
          terminal.tell("The delivery is sent again.\n");
          return;
        }
        const which = { webhookId, since: parseMoment(options.since) };
        const { replayed, isComplete } = await replayFailed(context, organizationId, which);
        const more = isComplete ? "" : " There are more: run this again.";
        terminal.tell(
          `${replayed} ${replayed === 1 ? "delivery is" : "deliveries are"} sent again.${more}\n`,
        );
      }),
    );
}

function parseLimit(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new Fault("invalid_input", `"${text}" is not a number of deliveries from 1 to 9999.`);
}

function parseMoment(text: string): Date {
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime()))
    throw new Fault("invalid_input", `"${text}" is not a moment like 2027-01-31 or 2027-01-31T08:00:00Z.`);
  return moment;
}
