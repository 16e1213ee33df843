// Whose evidence a command is about.
import type { Context } from "../context.ts";
import type { Organization } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { getOrganization, listAllOrganizations } from "../flows/create-organization.ts";

/** The named organization, else the only one there is. Throws Fault `not_found`, `invalid_input`. */
export async function pickOrganization(context: Context, slug: string | undefined): Promise<Organization> {
  if (slug !== undefined) return getOrganization(context, slug);
  const [only, ...others] = await listAllOrganizations(context);
  if (!only) {
    throw new Fault("not_found", "There is no evidence yet: run `analyze` on some files, or `demo`, first.");
  }
  if (others.length === 0) return only;
  const slugs = [only, ...others].map((organization) => organization.slug).join(", ");
  throw new Fault(
    "invalid_input",
    `There are several organizations: choose one with --organization (${slugs}).`,
  );
}
