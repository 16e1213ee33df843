// SQL of organizations, principals and API keys.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import {
  type ApiKey,
  apiKeySchema,
  type Organization,
  organizationSchema,
  type Role,
} from "../domain/principal.ts";

const organizationColumns = `id, slug, name, created_at as "createdAt"`;

export function findOrganization(sql: Sql, slug: string): Promise<Organization | null> {
  return sql.find(organizationSchema, `select ${organizationColumns} from organization where slug = $1`, [
    slug,
  ]);
}

export function listOrganizations(sql: Sql): Promise<Organization[]> {
  return sql.list(organizationSchema, `select ${organizationColumns} from organization order by slug`);
}

/** Returns 0 when the slug is taken. */
export function insertOrganization(sql: Sql, organization: Organization): Promise<number> {
  return sql.run(
    `insert into organization (id, slug, name, created_at) values ($1, $2, $3, $4) on conflict (slug) do nothing`,
    [organization.id, organization.slug, organization.name, organization.createdAt],
  );
}

const principalRowSchema = z.object({ id: z.uuid(), kind: z.enum(["person", "service", "agent"]) });

export function findPrincipal(sql: Sql, name: string): Promise<z.output<typeof principalRowSchema> | null> {
  return sql.find(principalRowSchema, `select id, kind from principal where name = $1`, [name]);
}

export function insertPrincipal(
  sql: Sql,
  principal: { id: string; organizationId: string; kind: string; name: string; createdAt: Date },
): Promise<number> {
  return sql.run(
    `insert into principal (id, organization_id, kind, name, created_at) values ($1, $2, $3, $4, $5)
     on conflict (organization_id, name) do nothing`,
    [principal.id, principal.organizationId, principal.kind, principal.name, principal.createdAt],
  );
}

const keyColumns = `api_key.id, api_key.organization_id as "organizationId", principal_id as "principalId",
  principal.name, principal.kind, roles, api_key.created_at as "createdAt", expires_at as "expiresAt",
  revoked_at as "revokedAt"`;

const keyWithHashSchema = apiKeySchema.extend({ secretHash: z.string() });

/** Above tenants: a request names its key before its organization is known. */
export function findKeyWithHash(sql: Sql, id: string): Promise<z.output<typeof keyWithHashSchema> | null> {
  return sql.find(
    keyWithHashSchema,
    `select ${keyColumns}, secret_hash as "secretHash"
     from api_key join principal on principal.id = api_key.principal_id where api_key.id = $1`,
    [id],
  );
}

export function listKeys(sql: Sql): Promise<ApiKey[]> {
  return sql.list(
    apiKeySchema,
    `select ${keyColumns} from api_key join principal on principal.id = api_key.principal_id order by api_key.created_at`,
  );
}

export function insertKey(
  sql: Sql,
  key: {
    id: string;
    organizationId: string;
    principalId: string;
    roles: readonly Role[];
    secretHash: string;
    createdAt: Date;
    expiresAt: Date | null;
  },
): Promise<number> {
  return sql.run(
    `insert into api_key (id, organization_id, principal_id, roles, secret_hash, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [key.id, key.organizationId, key.principalId, key.roles, key.secretHash, key.createdAt, key.expiresAt],
  );
}

/** Returns 0 when there is no such key, or it is revoked already. */
export function revokeKey(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update api_key set revoked_at = $2 where id = $1 and revoked_at is null`, [id, at]);
}

const principalNameSchema = z.object({ id: z.uuid(), name: z.string() });

export async function listPrincipalNames(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await sql.list(principalNameSchema, `select id, name from principal where id = any ($1)`, [
    ids,
  ]);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
