import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTestDatabase, openTestDatabase } from "../fixtures/product.fixture.ts";
import { type Database, openDatabase } from "./database.ts";
import { inMemory } from "./embedded.ts";
import { listMigrations, migrate } from "./migrate.ts";

let database: Database;
let close: () => Promise<void>;
const acme = "00000000-0000-4000-8000-00000000000a";
const other = "00000000-0000-4000-8000-00000000000b";
const nameSchema = z.object({ name: z.string() });

beforeAll(async () => {
  ({ database, close } = await openTestDatabase());
  await database.asSystem(async (sql) => {
    for (const [id, slug] of [
      [acme, "acme"],
      [other, "other"],
    ])
      await sql.run("insert into organization (id, slug, name, created_at) values ($1, $2, $2, now())", [
        id,
        slug,
      ]);
  });
});
afterAll(() => close?.());

const addPrincipal = (organization: string, owner: string, name: string) =>
  database.asOrganization(organization, (sql) =>
    sql.run(
      "insert into principal (id, organization_id, kind, name, created_at) values (gen_random_uuid(), $1, 'person', $2, now())",
      [owner, name],
    ),
  );
const listNames = (organization: string) =>
  database.asOrganization(organization, (sql) =>
    sql.list(nameSchema, "select name from principal order by name"),
  );

describe("a transaction", () => {
  it("keeps nothing when its work fails, and the pool works on", async () => {
    const failing = database.asOrganization(acme, async (sql) => {
      await sql.run(
        "insert into principal (id, organization_id, kind, name, created_at) values (gen_random_uuid(), $1, 'person', 'lost', now())",
        [acme],
      );
      await sql.run("select nothing from nowhere");
    });
    await expect(failing).rejects.toThrow(/nowhere/);
    expect(await listNames(acme)).toEqual([]);
  });

  it("leaves its role and its organization to nobody who comes after it", async () => {
    await listNames(acme);
    const { rows } = await database.pool.query(
      "select current_user = session_user as is_own, coalesce(current_setting('app.organization_id', true), '') as organization",
    );
    expect(rows).toEqual([{ is_own: true, organization: "" }]);
  });

  it("that run at the same time do not see into each other", async () => {
    await Promise.all(Array.from({ length: 10 }, (_, index) => addPrincipal(acme, acme, `p${index}`)));
    expect(await listNames(acme)).toHaveLength(10);
  });
});

describe("an organization", () => {
  it("sees its own rows only", async () => {
    expect(await listNames(other)).toEqual([]);
  });

  it("cannot write rows of another one", async () => {
    await expect(addPrincipal(other, acme, "intruder")).rejects.toThrow(/row-level security/);
  });

  it("cannot read the checkpoints of the agents", async () => {
    const reading = database.asOrganization(acme, (sql) =>
      sql.list(z.unknown(), "select * from checkpoint.checkpoints"),
    );
    await expect(reading).rejects.toThrow(/permission denied/);
  });

  it("cannot alter the ledger, the decisions or the history of claims", async () => {
    for (const text of [
      "update ledger set body = '{}'",
      "delete from ledger",
      "update decision set action = 'approve'",
      "delete from claim",
      "update claim set probability = 1",
      "delete from quote",
      "delete from contradiction",
      "update contradiction set reason = 'none'",
      "update chat_usage set prompt_tokens = 0",
      "delete from chat_usage",
      "delete from chat_reply",
    ])
      await expect(database.asOrganization(acme, (sql) => sql.run(text))).rejects.toThrow(
        /permission denied/,
      );
  });
});

describe("every table with an organization", () => {
  it("forces row-level security on everybody, its owner too", async () => {
    const { rows } = await database.pool.query(
      `select relname, relrowsecurity and relforcerowsecurity as is_closed from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'
         and exists (select 1 from pg_attribute where attrelid = pg_class.oid and attname = 'organization_id')`,
    );
    expect(rows.length).toBeGreaterThan(12);
    expect(rows.filter((row) => !row.is_closed)).toEqual([]);
  });
});

describe("the migrations", () => {
  it("applied again apply nothing", async () => {
    expect(await migrate(database)).toEqual([]);
  });

  it("begin by saying why", async () => {
    for (const { text } of await listMigrations()) expect(text).toMatch(/^-- Why: \S/);
  });

  it("make the schema that is written down", async () => {
    const { rows } = await database.pool.query(
      `select table_name || '.' || column_name || ' ' || data_type
         || case when is_nullable = 'NO' then ' not null' else '' end as line
       from information_schema.columns where table_schema = 'public' order by table_name, ordinal_position`,
    );
    const policies = await database.pool.query(
      `select tablename || ': ' || policyname || ' for ' || cmd || ' to ' || array_to_string(roles, ', ') as line
       from pg_policies where schemaname = 'public' order by tablename, policyname`,
    );
    const grants = await database.pool.query(
      `select grantee || ' may ' || string_agg(privilege_type, ', ' order by privilege_type) || ' ' || table_name as line
       from information_schema.table_privileges
       where table_schema = 'public' and grantee like 'evidence_gradient_%'
       group by grantee, table_name order by table_name, grantee`,
    );
    const lines = [rows, policies.rows, grants.rows].flatMap((part) => [...part.map((row) => row.line), ""]);
    await expect(lines.join("\n")).toMatchFileSnapshot("fixtures/schema.snapshot.txt");
  });

  it("raced by many processes are applied once", async () => {
    const { url, drop } = await createTestDatabase();
    const openOne = () => openDatabase({ url, dataFolder: inMemory, poolSize: 4 });
    // The embedded database belongs to one process; on a server twenty race.
    const racers =
      url === undefined ? [await openOne()] : await Promise.all(Array.from({ length: 20 }, openOne));
    try {
      const applied = await Promise.all(racers.map((racer) => migrate(racer)));
      expect(applied.flat().toSorted()).toEqual((await listMigrations()).map(({ name }) => name));
    } finally {
      await Promise.all(racers.map((racer) => racer.close()));
      await drop();
    }
  });

  it("refuse a database that is newer than the program", async () => {
    await database.pool.query("insert into migration (name, applied_at) values ('9999-future.sql', now())");
    await expect(migrate(database)).rejects.toMatchObject({ code: "conflict" });
    await database.pool.query("delete from migration where name = '9999-future.sql'");
  });
});
