// Brings a database up to date: forward only, one transaction a file, safe for any number of processes at once.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { PostgresSaver } from "@langchain/langgraph-checkpoint-postgres";
import type pg from "pg";
import { Fault } from "../fault.ts";
import type { Database } from "./database.ts";
import { installJobs } from "./jobs.ts";

const migrationsFolder = join(import.meta.dirname, "../../migrations");

/** Checkpoints live in a schema of their own that the tenant role cannot read. */
export const checkpointSchema = "checkpoint";

/** Any number that no other program uses for its advisory lock on this database. */
const lockNumber = 7_236_170_041;

export type Migration = { name: string; text: string };

export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsFolder)).filter((name) => name.endsWith(".sql")).toSorted();
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(migrationsFolder, name), "utf8") })),
  );
}

/**
 * Applies what is missing and returns the names applied. Processes that race wait for the first one.
 * Throws Fault `conflict` when the database is newer than this program.
 */
export async function migrate({ kind, pool }: Pick<Database, "kind" | "pool">): Promise<string[]> {
  // The embedded database belongs to one process alone and has one connection: nobody to exclude.
  if (kind === "embedded") return install(pool);
  const holder = await pool.connect();
  try {
    await holder.query("select pg_advisory_lock($1)", [lockNumber]);
    return await install(pool);
  } finally {
    await holder.query("select pg_advisory_unlock($1)", [lockNumber]).catch(() => undefined);
    holder.release();
  }
}

async function install(pool: pg.Pool): Promise<string[]> {
  const migrations = await listMigrations();
  const client = await pool.connect();
  let applied: string[];
  try {
    applied = await applyMissing(client, migrations);
  } finally {
    client.release();
  }
  await installJobs(pool);
  await new PostgresSaver(pool, undefined, { schema: checkpointSchema }).setup();
  return applied;
}

async function applyMissing(client: pg.PoolClient, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(
    "create table if not exists migration (name text primary key, applied_at timestamptz not null)",
  );
  const known = new Set(
    (await client.query("select name from migration")).rows.map((row: { name: string }) => row.name),
  );
  const unknown = [...known].find((name) => !migrations.some((migration) => migration.name === name));
  if (unknown) {
    throw new Fault(
      "conflict",
      `The database is newer than this program (it has ${unknown}): start the newer version.`,
    );
  }
  const missing = migrations.filter((migration) => !known.has(migration.name));
  for (const migration of missing) await applyOne(client, migration);
  return missing.map((migration) => migration.name);
}

async function applyOne(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.text);
    await client.query("insert into migration (name, applied_at) values ($1, now())", [migration.name]);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

/** Names of migrations that this program has and the database lacks. Throws nothing on an empty database. */
export async function listPending(pool: pg.Pool): Promise<string[]> {
  const exists = await pool.query("select to_regclass('public.migration') is not null as found");
  const known = exists.rows[0]?.found ? (await pool.query("select name from migration")).rows : [];
  const names = new Set(known.map((row: { name: string }) => row.name));
  return (await listMigrations()).map((migration) => migration.name).filter((name) => !names.has(name));
}
