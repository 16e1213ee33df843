// SQL of who a principal is at a provider.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import type { Identity } from "../domain/identity.ts";
import { type Role, roleSchema } from "../domain/principal.ts";

type Subject = Pick<Identity, "issuer" | "subject">;

const rowSchema = z.object({ principalId: z.uuid(), roles: z.array(roleSchema) });
export type KnownIdentity = z.output<typeof rowSchema>;

const personSchema = z.object({ id: z.uuid(), name: z.string(), roles: z.array(roleSchema) });

/** People who signed in at a provider, with the roles that it gave them last. */
export function listProviderPeople(sql: Sql): Promise<z.output<typeof personSchema>[]> {
  return sql.list(
    personSchema,
    `select principal.id, principal.name, roles from provider_identity
     join principal on principal.id = principal_id order by principal.name, principal.id`,
  );
}

/** Locks the row, so that two sign-ins of one person are noted one after the other. */
export function findIdentityForUpdate(sql: Sql, { issuer, subject }: Subject): Promise<KnownIdentity | null> {
  return sql.find(
    rowSchema,
    `select principal_id as "principalId", roles from provider_identity where issuer = $1 and subject = $2 for update`,
    [issuer, subject],
  );
}

export function insertIdentity(
  sql: Sql,
  identity: Subject & KnownIdentity & { organizationId: string; at: Date },
): Promise<number> {
  return sql.run(
    `insert into provider_identity (organization_id, issuer, subject, principal_id, roles, created_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      identity.organizationId,
      identity.issuer,
      identity.subject,
      identity.principalId,
      identity.roles,
      identity.at,
    ],
  );
}

export function updateIdentityRoles(sql: Sql, principalId: string, roles: readonly Role[]): Promise<number> {
  return sql.run(`update provider_identity set roles = $2 where principal_id = $1`, [principalId, roles]);
}
