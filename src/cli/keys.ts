// `keys`: who may talk to the API.
import type { Command } from "commander";
import { z } from "zod";
import type { Context } from "../context.ts";
import { type Organization, principalKinds, type Role, roleSchema, roles } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { createOrganization } from "../flows/create-organization.ts";
import { createKey, listAllKeys, revokeKey } from "../flows/manage-keys.ts";
import { pickOrganization } from "./organization.ts";
import { writeTable } from "./table.ts";
import type { Program } from "./terminal.ts";

type Create = { name: string; kind: string; role: string[]; organization?: string; expires?: string };

export function addKeys(command: Command, program: Program): void {
  const keys = command.command("keys").description("make, list and revoke API keys");
  keys
    .command("create")
    .description("make a key and print it, once")
    .requiredOption("--name <name>", "whose key it is")
    .requiredOption("--role <role...>", `one or more of: ${roles.join(", ")}`)
    .option("--kind <kind>", `one of: ${principalKinds.join(", ")}`, "person")
    .option("--organization <slug>", "made when it is new (default: the only one there is)")
    .option("--expires <day>", "last day on which it is valid, YYYY-MM-DD")
    .action((options: Create) =>
      withContext(program, async (context) => {
        const organization = await getOrCreate(context, options.organization);
        const { id, key } = await createKey(context, organization, {
          name: options.name,
          kind: parseKind(options.kind),
          roles: options.role.map(parseRole),
          expiresAt: parseExpiry(options.expires),
        });
        program.terminal.tell(
          `Key ${id} of "${options.name}" in ${organization.slug}. It is shown only this once:\n`,
        );
        program.terminal.write(`${key}\n`);
      }),
    );
  keys
    .command("list")
    .description("list the keys of an organization; secrets are never shown")
    .option("--organization <slug>", "whose keys (default: the only organization there is)")
    .option("--json", "as JSON")
    .action((options: { organization?: string; json?: boolean }) =>
      withContext(program, async (context) => {
        const found = await listAllKeys(context, await pickOrganization(context, options.organization));
        if (options.json) program.terminal.write(`${JSON.stringify(found, null, 2)}\n`);
        else if (found.length === 0)
          program.terminal.write("There are no keys yet: make one with `keys create`.\n");
        else program.terminal.write(writeTable(keyColumns, found.map(writeKeyRow)));
      }),
    );
  keys
    .command("revoke")
    .description("end a key at once")
    .argument("<id>", "the key's id, see `keys list`")
    .option("--organization <slug>", "whose key (default: the only organization there is)")
    .action((id: string, options: { organization?: string }) =>
      withContext(program, async (context) => {
        await revokeKey(context, await pickOrganization(context, options.organization), id);
        program.terminal.tell(`Key ${id} is revoked.\n`);
      }),
    );
}

async function withContext(program: Program, work: (context: Context) => Promise<void>): Promise<void> {
  const { context, close } = await program.open(program.getConfig());
  try {
    await work(context);
  } finally {
    await close();
  }
}

async function getOrCreate(context: Context, slug: string | undefined): Promise<Organization> {
  if (slug === undefined) return pickOrganization(context, undefined);
  return (await createOrganization(context, { slug, name: slug })).organization;
}

function parseKind(text: string) {
  const parsed = z.enum(principalKinds).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Fault(
    "invalid_input",
    `"${text}" is not a kind of principal. Use one of: ${principalKinds.join(", ")}.`,
  );
}

function parseRole(text: string): Role {
  const parsed = roleSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new Fault("invalid_input", `"${text}" is not a role. Use one or more of: ${roles.join(", ")}.`);
}

function parseExpiry(text: string | undefined): Date | null {
  if (text === undefined) return null;
  const moment = new Date(`${text}T23:59:59.999Z`);
  if (Number.isNaN(moment.getTime()))
    throw new Fault("invalid_input", `"${text}" is not a day like 2027-01-31.`);
  return moment;
}

const keyColumns = ["id", "name", "kind", "roles", "made", "expires", "state"].map((title) => ({ title }));

function writeKeyRow(key: Awaited<ReturnType<typeof listAllKeys>>[number]): string[] {
  const day = (moment: Date | null) => moment?.toISOString().slice(0, 10) ?? "never";
  const state = key.revokedAt === null ? "valid" : `revoked ${day(key.revokedAt)}`;
  return [key.id, key.name, key.kind, key.roles.join(","), day(key.createdAt), day(key.expiresAt), state];
}
