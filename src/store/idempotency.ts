// SQL of idempotency keys: a write that is sent twice happens once and is answered the same.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

export type IdempotencyKey = { organizationId: string; principalId: string; route: string; key: string };

const rowSchema = z.object({
  payloadSha256: z.string(),
  status: z.number().nullable(),
  answer: z.unknown(),
  createdAt: z.date(),
});

/** Returns 1 when the key is new and now belongs to the caller. */
export function insertIdempotencyKey(
  sql: Sql,
  key: IdempotencyKey,
  payloadSha256: string,
  at: Date,
): Promise<number> {
  return sql.run(
    `insert into idempotency_key (organization_id, principal_id, route, key, payload_sha256, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
    [key.organizationId, key.principalId, key.route, key.key, payloadSha256, at],
  );
}

export function findIdempotencyKey(
  sql: Sql,
  key: IdempotencyKey,
): Promise<z.output<typeof rowSchema> | null> {
  return sql.find(
    rowSchema,
    `select payload_sha256 as "payloadSha256", status, answer, created_at as "createdAt" from idempotency_key
     where principal_id = $1 and route = $2 and key = $3`,
    [key.principalId, key.route, key.key],
  );
}

export function updateIdempotencyAnswer(
  sql: Sql,
  key: IdempotencyKey,
  status: number,
  answer: unknown,
): Promise<number> {
  return sql.run(
    `update idempotency_key set status = $4, answer = $5 where principal_id = $1 and route = $2 and key = $3`,
    [key.principalId, key.route, key.key, status, JSON.stringify(answer)],
  );
}

/** A write that failed may be sent again under the same key. */
export function deleteIdempotencyKey(sql: Sql, key: IdempotencyKey): Promise<number> {
  return sql.run(`delete from idempotency_key where principal_id = $1 and route = $2 and key = $3`, [
    key.principalId,
    key.route,
    key.key,
  ]);
}
