import { afterAll, beforeAll, expect, it } from "vitest";
import type { Principal } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { listGrades } from "../store/grades.ts";
import { listLedger } from "./list-evidence.ts";
import { followTime } from "./project-grades.ts";

let product: Product;
let ada: Principal;

beforeAll(async () => {
  product = await openProduct();
  ada = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
  await product.upload(ada, "backup-policy.md", "# Backup policy\n\nBackups are completed every night.\n");
});
afterAll(() => product?.close());

it("Grades that an older program worked out by other rules are worked out anew, once, and the ledger says why", async () => {
  const { context } = product;
  const readGrades = () => context.database.asOrganization(ada.organizationId, (sql) => listGrades(sql));
  await followTime(context);
  const right = await readGrades();
  expect(right.length).toBeGreaterThan(0);
  await context.database.pool.query("update claim_grade set grade = 'validated', reasons = '{}'");
  expect(await followTime(context)).toBe(0);
  await context.database.pool.query("update grade_projection set rules = 0");
  expect(await followTime(context)).toBe(right.length);
  expect((await readGrades()).map(({ grade, reasons }) => [grade, reasons])).toEqual(
    right.map(({ grade, reasons }) => [grade, reasons]),
  );
  expect(await followTime(context)).toBe(0);
  const entry = (await listLedger(context, ada.organizationId)).at(-1);
  expect(entry).toMatchObject({ kind: "grades_changed", body: { cause: "rules_changed" } });
});
