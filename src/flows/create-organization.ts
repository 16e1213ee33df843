// Flow: a new organization; asking again for one that exists gives that one.
import type { Context } from "../context.ts";
import { type Organization, organizationSchema } from "../domain/principal.ts";
import { Fault } from "../fault.ts";
import { findOrganization, insertOrganization, listOrganizations } from "../store/organizations.ts";

/** `isNew` tells whether it was made by this call. Throws Fault `invalid_input` for a slug of another form. */
export async function createOrganization(
  context: Context,
  wanted: { slug: string; name: string },
): Promise<{ organization: Organization; isNew: boolean }> {
  const parsed = organizationSchema.safeParse({ id: context.newId(), ...wanted, createdAt: context.clock() });
  if (!parsed.success) {
    throw new Fault(
      "invalid_input",
      "An organization's short name has lower-case letters, digits and hyphens only.",
    );
  }
  return context.database.asSystem(async (sql) => {
    const isNew = (await insertOrganization(sql, parsed.data)) === 1;
    return { organization: (await findOrganization(sql, wanted.slug)) ?? parsed.data, isNew };
  });
}

/** Throws Fault `not_found` that names the organizations there are. */
export async function getOrganization(context: Context, slug: string): Promise<Organization> {
  return context.database.asSystem(async (sql) => {
    const found = await findOrganization(sql, slug);
    if (found) return found;
    const others = (await listOrganizations(sql)).map((organization) => organization.slug);
    const hint =
      others.length > 0
        ? `There are: ${others.join(", ")}.`
        : "There is none yet: analyze files or run the demo first.";
    throw new Fault("not_found", `There is no organization "${slug}". ${hint}`);
  });
}

export function listAllOrganizations(context: Context): Promise<Organization[]> {
  return context.database.asSystem((sql) => listOrganizations(sql));
}
