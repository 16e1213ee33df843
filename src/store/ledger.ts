// SQL of the ledger: each entry carries the hash of the one before it, per organization.
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

export type LedgerEntry = {
  organizationId: string;
  kind: string;
  subjectId: string;
  principalId: string | null;
  at: Date;
  body: Record<string, unknown>;
};

const headSchema = z.object({ sequence: z.number(), hash: z.string() });

/** Hash before the first entry. */
const origin = "0".repeat(64);

/** Waits for other writers of this organization's ledger, and lets them wait until the transaction ends. */
export async function lockLedger(sql: Sql, organizationId: string): Promise<z.output<typeof headSchema>> {
  await sql.run(
    `insert into ledger_head (organization_id, sequence, hash) values ($1, 0, $2) on conflict do nothing`,
    [organizationId, origin],
  );
  const head = await sql.find(headSchema, `select sequence, hash from ledger_head for update`);
  return head ?? { sequence: 0, hash: origin };
}

/** Appends an entry in the caller's transaction; appending waits for other writers of this organization. */
export async function appendEntry(sql: Sql, entry: LedgerEntry): Promise<void> {
  const head = await lockLedger(sql, entry.organizationId);
  const sequence = head.sequence + 1;
  const hash = hashEntry(head.hash, sequence, entry);
  await sql.run(
    `insert into ledger (organization_id, sequence, at, kind, subject_id, principal_id, body, previous_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      entry.organizationId,
      sequence,
      entry.at,
      entry.kind,
      entry.subjectId,
      entry.principalId,
      JSON.stringify(entry.body),
      head.hash,
      hash,
    ],
  );
  await sql.run(`update ledger_head set sequence = $1, hash = $2`, [sequence, hash]);
}

const entrySchema = z.object({
  organizationId: z.uuid(),
  sequence: z.number(),
  at: z.date(),
  kind: z.string(),
  subjectId: z.uuid(),
  principalId: z.uuid().nullable(),
  body: z.record(z.string(), z.unknown()),
  previousHash: z.string(),
  hash: z.string(),
});

const columns = `organization_id as "organizationId", sequence, at, kind, subject_id as "subjectId",
  principal_id as "principalId", body, previous_hash as "previousHash", hash`;

export function listEntries(sql: Sql): Promise<z.output<typeof entrySchema>[]> {
  return sql.list(entrySchema, `select ${columns} from ledger order by sequence`);
}

/** The entries of some kinds about one subject, oldest first. */
export function listEntriesOf(
  sql: Sql,
  subjectId: string,
  kinds: readonly string[],
): Promise<z.output<typeof entrySchema>[]> {
  return sql.list(
    entrySchema,
    `select ${columns} from ledger where subject_id = $1 and kind = any ($2) order by sequence`,
    [subjectId, kinds],
  );
}

/** SHA-256 over the previous hash and the entry's canonical JSON (keys sorted at every level). */
export function hashEntry(previousHash: string, sequence: number, entry: LedgerEntry): string {
  const { organizationId, kind, subjectId, principalId, at, body } = entry;
  const content = { at: at.toISOString(), body, kind, organizationId, principalId, sequence, subjectId };
  return createHash("sha256")
    .update(`${previousHash}\n${writeCanonical(content)}`)
    .digest("hex");
}

function writeCanonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeCanonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${writeCanonical(inner)}`).join(",")}}`;
}
