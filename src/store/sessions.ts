// SQL of sessions. Tokens come in and are hashed here: none is ever kept.
import { createHash } from "node:crypto";
import type { Sql } from "../db/sql.ts";
import { type NewSession, type Session, sessionSchema } from "../domain/session.ts";

/** A token has 256 random bits: a slow hash would add nothing but load. */
function hashToken(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

// The roles of a key are those it has now; others are what the provider said at sign-in.
const select = `select session.id, how, session.created_at as "createdAt", last_used_at as "lastUsedAt",
    session.expires_at as "expiresAt", ended_at as "endedAt", api_key.revoked_at as "keyRevokedAt",
    api_key.expires_at as "keyExpiresAt",
    jsonb_build_object('slug', organization.slug, 'name', organization.name) as organization,
    jsonb_build_object('id', principal.id, 'organizationId', principal.organization_id, 'kind', principal.kind,
      'name', principal.name, 'roles', coalesce(api_key.roles, session.roles)) as principal
  from session join organization on organization.id = session.organization_id
    join principal on principal.id = session.principal_id
    left join api_key on api_key.id = session.api_key_id`;

/** Above tenants: a request brings its token before its organization is known. */
export function findSession(sql: Sql, token: string): Promise<Session | null> {
  return sql.find(sessionSchema, `${select} where token_sha256 = $1`, [hashToken(token)]);
}

/** Newest first. */
export function listSessions(sql: Sql): Promise<Session[]> {
  return sql.list(sessionSchema, `${select} order by session.created_at desc, session.id`);
}

export function insertSession(
  sql: Sql,
  session: NewSession & { id: string; token: string; at: Date; expiresAt: Date },
): Promise<number> {
  return sql.run(
    `insert into session (id, token_sha256, organization_id, principal_id, how, api_key_id, roles, created_at,
       last_used_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
    [
      session.id,
      hashToken(session.token),
      session.organizationId,
      session.principalId,
      session.how,
      session.keyId,
      session.roles,
      session.at,
      session.expiresAt,
    ],
  );
}

export function updateLastUsed(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update session set last_used_at = $2 where id = $1 and last_used_at < $2`, [id, at]);
}

/** Returns 0 when there is no such session, or it has ended already. */
export function closeSession(sql: Sql, id: string, at: Date): Promise<number> {
  return sql.run(`update session set ended_at = $2 where id = $1 and ended_at is null`, [id, at]);
}

/** Sessions that were over before this moment are forgotten. */
export function deleteSessionsBefore(sql: Sql, moment: Date): Promise<number> {
  return sql.run(`delete from session where expires_at < $1`, [moment]);
}

/** Ends every session that this person began at a provider. */
export function closeProviderSessions(sql: Sql, principalId: string, at: Date): Promise<number> {
  return sql.run(
    `update session set ended_at = $2 where principal_id = $1 and how = 'oidc' and ended_at is null`,
    [principalId, at],
  );
}
