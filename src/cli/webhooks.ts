// `webhooks`: who is told when reviews open, are assigned or are late.
import type { Command } from "commander";
import { type AnnouncementType, announcementTypeSchema, announcementTypes } from "../domain/announcement.ts";
import { secretGraceHours, type Webhook } from "../domain/webhook.ts";
import { Fault } from "../fault.ts";
import {
  addWebhook,
  changeWebhook,
  listAllWebhooks,
  removeWebhook,
  rotateSecret,
} from "../flows/manage-webhooks.ts";
import { addDeliveryCommands } from "./deliveries.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";
import {
  buildWithManager,
  idArgument,
  parseId,
  type Whose,
  type WithManager,
  whose,
} from "./webhook-manager.ts";

export function addWebhooks(command: Command, program: Program): void {
  const webhooks = command
    .command("webhooks")
    .description("tell your own systems when reviews open, are assigned or are late");
  const withManager = buildWithManager(program);
  addAdd(webhooks, program, withManager);
  addList(webhooks, program, withManager);
  addDeliveryCommands(webhooks, program, withManager);
  addRotate(webhooks, program, withManager);
  addSwitches(webhooks, program, withManager);
}

function addAdd(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("add")
    .description("add an endpoint and print its secret, once")
    .argument("<url>", "where messages are posted to")
    .option("--event <event...>", `what it is told, of: ${announcementTypes.join(", ")} (default: all)`)
    .option("--description <words>", "what it is for")
    .option(...whose)
    .action((url: string, options: Whose & { event?: string[]; description?: string }) =>
      withManager(options, async (context, manager) => {
        const { description = null, event = announcementTypes } = options;
        const events = [...new Set(event.map(parseEvent))];
        const { webhook, secret } = await addWebhook(context, manager, { url, description, events });
        terminal.tell(
          `Webhook ${webhook.id} is told of ${events.join(", ")}. Its secret is shown only this once:\n`,
        );
        terminal.write(`${secret}\n`);
      }),
    );
}

function parseEvent(text: string): AnnouncementType {
  const parsed = announcementTypeSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Fault(
    "invalid_input",
    `"${text}" is not an event. Use one or more of: ${announcementTypes.join(", ")}.`,
  );
}

function addList(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("list")
    .description("list the webhooks of an organization; secrets are never shown")
    .option(...whose)
    .option("--json", "as JSON")
    .action((options: Whose & { json?: boolean }) =>
      withManager(options, async (context, { organizationId }) => {
        const found = await listAllWebhooks(context, organizationId);
        if (options.json) terminal.write(`${JSON.stringify(found, null, 2)}\n`);
        else if (found.length === 0)
          terminal.write("There are no webhooks yet: add one with `webhooks add`.\n");
        else terminal.write(writeTable(columns, found.map(writeRow)));
      }),
    );
}

const columns = ["id", "url", "events", "made", "state"].map((title) => ({ title }));

function writeRow({
  id,
  url,
  events,
  createdAt,
  disabledAt,
  disabledReason,
  failingSince,
}: Webhook): string[] {
  const day = (moment: Date) => moment.toISOString().slice(0, 10);
  const health = failingSince ? `failing since ${day(failingSince)}` : "enabled";
  const state = disabledAt ? `disabled ${day(disabledAt)}: ${disabledReason}` : health;
  return [id, url, events.join(","), day(createdAt), state];
}

function addRotate(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("rotate")
    .description("make a new secret and print it, once; the older one signs beside it for a while")
    .argument(...idArgument)
    .option("--grace-hours <hours>", "how long; 0 when it became known", String(secretGraceHours))
    .option(...whose)
    .action((id: string, options: Whose & { graceHours: string }) =>
      withManager(options, async (context, manager) => {
        const hours = parseHours(options.graceHours);
        const { secret } = await rotateSecret(context, manager, parseId(id), hours);
        terminal.tell(
          hours === 0
            ? "The older secret signs no more. The new one is shown only this once:\n"
            : `The older secret signs for ${hours} more hours. The new one is shown only this once:\n`,
        );
        terminal.write(`${secret}\n`);
      }),
    );
}

function addSwitches(webhooks: Command, { terminal }: Program, withManager: WithManager): void {
  webhooks
    .command("enable")
    .description("send again to one that was disabled")
    .argument(...idArgument)
    .option(...whose)
    .action((id: string, options: Whose) =>
      withManager(options, async (context, manager) => {
        await changeWebhook(context, manager, parseId(id), { isEnabled: true });
        terminal.tell(`Webhook ${id} is enabled. Send again what it missed: \`webhooks replay ${id}\`.\n`);
      }),
    );
  webhooks
    .command("remove")
    .description("remove one at once: nothing more is sent, its secret is forgotten")
    .argument(...idArgument)
    .option(...whose)
    .action((id: string, options: Whose) =>
      withManager(options, async (context, manager) => {
        await removeWebhook(context, manager, parseId(id));
        terminal.tell(`Webhook ${id} is removed.\n`);
      }),
    );
}

function parseHours(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) <= 168) return Number(text);
  throw new Fault("invalid_input", `"${text}" is not a number of hours from 0 to 168.`);
}
