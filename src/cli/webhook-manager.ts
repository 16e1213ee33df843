// Whose webhooks a command is about, and how it names one.
import { z } from "zod";
import type { Context } from "../context.ts";
import { Fault } from "../fault.ts";
import type { Manager } from "../flows/manage-webhooks.ts";
import { pickOrganization } from "./organization.ts";
import type { Program } from "./terminal.ts";

export type Whose = { organization?: string };
export const whose = [
  "--organization <slug>",
  "whose webhooks (default: the only organization there is)",
] as const;

export const idArgument = ["<id>", "the webhook's id, see `webhooks list`"] as const;

/** Opens the product and runs a command for whoever is at this terminal. */
export type WithManager = (
  options: Whose,
  work: (context: Context, manager: Manager) => Promise<void>,
) => Promise<void>;

export function buildWithManager(program: Program): WithManager {
  return async (options, work) => {
    const { context, close } = await program.open(program.getConfig());
    try {
      const { id } = await pickOrganization(context, options.organization);
      await work(context, { organizationId: id, id: null });
    } finally {
      await close();
    }
  };
}

/** Throws Fault `invalid_input` for what cannot be an id, before the database is asked. */
export function parseId(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new Fault(
    "invalid_input",
    `"${text}" is not an id: see \`webhooks list\` and \`webhooks deliveries\`.`,
  );
}
