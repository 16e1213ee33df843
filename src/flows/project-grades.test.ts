// The projection of grades against a rebuild from scratch, after a random history of ten thousand events.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { effectiveGrade } from "../domain/grade.ts";
import { groupBy } from "../domain/grouping.ts";
import type { Principal } from "../domain/principal.ts";
import { type KeptGrade, projectGrades } from "../domain/projection.ts";
import { openHistory } from "../fixtures/history.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { insertCatalogue, insertCatalogueUse } from "../store/catalogues.ts";
import { listGrades } from "../store/grades.ts";
import { listEntries } from "../store/ledger.ts";
import { followTime } from "./project-grades.ts";

const eventCount = 10_000;
const perTransaction = 25;
const checkEvery = 2_000;

let now = Date.UTC(2026, 0, 1);
let product: Product;
let principals: Principal[];

beforeAll(async () => {
  product = await openProduct({ clock: () => new Date(now) });
  const add = async (name: string, kind: Principal["kind"]) =>
    (
      await product.addPrincipal(
        "acme",
        name,
        kind,
        kind === "person" ? ["reviewer", "validator"] : ["client"],
      )
    ).principal;
  principals = [await add("ada", "person"), await add("bea", "person"), await add("cyd", "person")];
  principals.push(await add("robot", "agent"));
});

afterAll(() => product.close());

const bare = ({ claimId, pointId, grade, reasons, expiresAt }: KeptGrade) => ({
  claimId,
  pointId,
  grade,
  reasons,
  expiresAt,
});
const byClaim = (one: KeptGrade, other: KeptGrade) => (one.claimId < other.claimId ? -1 : 1);

describe("the projection of grades", () => {
  it("equals a rebuild from scratch all along a history of 10,000 events, and every past grade stays what it was", async () => {
    const { context } = product;
    const history = await openHistory(product, principals, 20_260_101);
    const read = () =>
      context.database.asOrganization(history.organizationId, async (sql) => ({
        kept: (await listGrades(sql)).toSorted(byClaim),
        subjects: await context.listSubjects(sql, {}),
      }));
    /** What time brings about, the worker's clock has followed before anybody looks. */
    const compare = async () => {
      await followTime(context, current);
      const { kept, subjects } = await read();
      const rebuilt = projectGrades(subjects, new Date(now)).toSorted(byClaim);
      expect(kept.map(bare)).toEqual(rebuilt.map(bare));
      return kept;
    };
    const { catalogue } = await context.getCatalogue(null);
    let current = catalogue.version;
    const [topic, ...topics] = catalogue.topics;
    const points =
      topic?.points.map((point) => ({ ...point, statement: `${point.statement} Reworded.` })) ?? [];
    const reworded = {
      ...catalogue,
      version: "reworded",
      topics: topic ? [{ ...topic, points }, ...topics] : [],
    };
    await context.database.asSystem((sql) => insertCatalogue(sql, reworded, context.clock()));

    const past: { asOf: Date; kept: KeptGrade[] }[] = [];
    for (let event = 0; event < eventCount; event += perTransaction) {
      now += Math.floor(history.random() * 3) * 3_600_000 + 1;
      await context.database.asOrganization(history.organizationId, async (sql) => {
        const touched: string[] = [];
        for (let step = 0; step < perTransaction; step += 1) {
          now += 1;
          touched.push(...(await history.step(sql)));
        }
        const cause = {
          kind: "claim_decided" as const,
          subjectId: history.organizationId,
          principalId: null,
        };
        await context.projectGrades(sql, history.organizationId, touched, cause);
      });
      if ((event + perTransaction) % checkEvery !== 0) continue;
      past.push({ asOf: new Date(now), kept: await compare() });
      current = current === catalogue.version ? reworded.version : catalogue.version;
      now += 1;
      await context.database.asSystem((sql) => insertCatalogueUse(sql, current, new Date(now)));
      past.push({ asOf: new Date(now), kept: await compare() });
    }

    const { kept, subjects } = await read();
    const byPoint = groupBy(subjects, ({ claim }) => claim.pointId);
    expect(past).toHaveLength((2 * eventCount) / checkEvery);
    for (const { asOf, kept: then } of past) {
      const known = new Map(then.map((one) => [one.claimId, { grade: one.grade, reasons: one.reasons }]));
      const again = subjects
        .filter(({ claim }) => known.has(claim.id))
        .map(
          (one) => [one.claim.id, effectiveGrade(one, byPoint.get(one.claim.pointId) ?? [], asOf)] as const,
        );
      expect(new Map(again)).toEqual(known);
    }
    const met = new Set(kept.map(({ grade }) => grade));
    expect(past.flatMap(({ kept: one }) => one.map(({ grade }) => grade))).toEqual(
      expect.arrayContaining(["none", "suggested", "inferred", "corroborated", "reviewed", "validated"]),
    );
    expect(met.size).toBeGreaterThan(2);
    const told = await context.database.asOrganization(history.organizationId, (sql) => listEntries(sql));
    expect(told.filter(({ kind }) => kind === "grades_changed").length).toBeGreaterThan(100);
  }, 240_000);
});
