// The database: one pg pool, whoever serves it, and transactions under the role that may see just one tenant.
import pg from "pg";
import type { z } from "zod";
import { Fault } from "../fault.ts";
import { openEmbedded } from "./embedded.ts";
import type { Sql } from "./sql.ts";

export interface Database {
  readonly kind: "embedded" | "server";
  /** For pg-boss and the checkpointer only, which speak pg themselves. */
  readonly pool: pg.Pool;
  /** One transaction that sees and writes the rows of this organization only. */
  asOrganization<Result>(organizationId: string, work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** One transaction for what stands above tenants: organizations, key look-up, the catalogue. */
  asSystem<Result>(work: (sql: Sql) => Promise<Result>): Promise<Result>;
  /** Throws Fault `unavailable` when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export type DatabaseSettings = {
  url: string | undefined;
  dataFolder: string;
  /** What an embedded database in memory starts with (for tests); nothing by default. */
  template?: Blob | undefined;
  poolSize?: number;
};

/** Opens the server at `url`, else the embedded database in the data folder. Throws Fault `conflict`, `unavailable`. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const max = settings.poolSize ?? 10;
  if (settings.url !== undefined) {
    const pool = new pg.Pool({ connectionString: settings.url, max, statement_timeout: 60_000 });
    return buildDatabase("server", pool, () => pool.end());
  }
  const embedded = await openEmbedded(settings.dataFolder, settings.template);
  // All socket clients share one session, and the socket lets the messages of two clients interleave: their unnamed
  // statements would collide. One connection loses nothing, since transactions run one after the other anyway.
  const pool = new pg.Pool({ ...embedded.connection, max: 1 });
  return buildDatabase("embedded", pool, async () => {
    await pool.end();
    await embedded.close();
  });
}

function buildDatabase(kind: Database["kind"], pool: pg.Pool, close: () => Promise<void>): Database {
  // A pool without a listener turns a lost idle connection into a crash of the process.
  pool.on("error", () => undefined);
  let closing: Promise<void> | undefined;
  return {
    kind,
    pool,
    asOrganization: (organizationId, work) =>
      runTransaction(pool, async (client, afterwards) => {
        await client.query("select set_config('app.organization_id', $1, true)", [organizationId]);
        await client.query("set local role evidence_gradient_tenant");
        return work(buildSql(client, afterwards));
      }),
    asSystem: (work) =>
      runTransaction(pool, async (client, afterwards) => {
        await client.query("set local role evidence_gradient_system");
        return work(buildSql(client, afterwards));
      }),
    ping: async () => {
      await translateFaults(() => pool.query("select 1"));
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

async function runTransaction<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient, afterwards: (() => void)[]) => Promise<Result>,
): Promise<Result> {
  const afterwards: (() => void)[] = [];
  const client = await translateFaults(() => pool.connect());
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await translateFaults(() => work(client, afterwards));
    await client.query("commit");
    for (const act of afterwards) act();
    return result;
  } catch (error) {
    await client.query("rollback").catch((rollbackError: Error) => {
      broken = rollbackError;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

function buildSql(client: pg.PoolClient, afterwards: (() => void)[]): Sql {
  const query = (text: string, values: readonly unknown[] = []) => client.query(text, [...values]);
  const list: Sql["list"] = async (row, text, values) =>
    (await query(text, values)).rows.map((found: unknown): z.output<typeof row> => row.parse(found));
  return {
    list,
    find: async (row, text, values) => (await list(row, text, values))[0] ?? null,
    run: async (text, values) => (await query(text, values)).rowCount ?? 0,
    afterCommit: (act) => {
      afterwards.push(act);
    },
  };
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EPIPE",
  "57P01",
  "57P03",
  "53300",
  "08006",
  "08001",
]);

/** NUL characters, halves of characters, days and numbers out of range: what was sent cannot be stored. */
const unstorableCodes = new Set(["22021", "22P05", "22P02", "22003", "22007", "22008"]);

/**
 * A database that cannot be reached is a Fault that may be tried again, a value that it cannot hold is the sender's;
 * everything else is a bug and stays one.
 */
async function translateFaults<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (unstorableCodes.has(code))
      throw new Fault(
        "invalid_input",
        "The request holds a character, a day or a number that cannot be stored: send it without.",
        { cause: error },
      );
    if (!connectionCodes.has(code)) throw error;
    throw new Fault(
      "unavailable",
      "The database cannot be reached: check DATABASE_URL and that it is running.",
      {
        cause: error,
      },
    );
  }
}

// Calendar days stay what they are: as a Date they would move with the time zone of the process.
pg.types.setTypeParser(pg.types.builtins.DATE, (day: string) => day);
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
