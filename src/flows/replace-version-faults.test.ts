import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { findOn, nightly, openAcme, pickClaim, write } from "../fixtures/versions.fixture.ts";

let product: Product;
beforeAll(async () => {
  product = await openProduct();
});
afterAll(() => product?.close());

const openOrganization = () => openAcme(product);

describe("two newer versions at once", () => {
  it("end with the newest one going on, though it is assessed before the one between", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const { agents } = product.context;
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const order: string[] = [];
    product.context.agents = {
      ...agents,
      runAssess: async (threadId, subject) => {
        if (order.length === 0) {
          order.push(subject.documentId);
          await held;
        } else order.push(subject.documentId);
        return agents.runAssess(threadId, subject);
      },
    };
    const second = await acme.receive(acme.ada, "backup-policy.md", write(2, nightly), first);
    await expect.poll(() => order, { timeout: 60_000 }).toEqual([second]);
    const third = await acme.uploadNewer(write(3, nightly), second);
    release();
    await acme.waitUntilDone(second);
    product.context.agents = agents;
    expect(order).toEqual([second, third]);
    const newest = findOn(await acme.listClaims(third), claim);
    expect(newest).toMatchObject({ grade: "reviewed" });
    expect(newest?.decisions).toHaveLength(1);
    expect(findOn(await acme.listClaims(second), claim)?.reasons).toEqual(["superseded"]);
  });
});

describe("a worker that dies half-way", () => {
  it("leaves nothing half carried over: the next try does all of it once", async () => {
    const acme = await openOrganization();
    const first = await acme.upload(write(1, nightly));
    const claim = await pickClaim(acme, first, "every night");
    await acme.decide(acme.bea, claim);
    const { projectGrades } = product.context;
    let deaths = 0;
    product.context.projectGrades = async (sql, organizationId, ...rest) => {
      if (organizationId === acme.organizationId && deaths < 1) {
        deaths += 1;
        throw new TypeError("the worker died");
      }
      return projectGrades(sql, organizationId, ...rest);
    };
    const second = await acme.uploadNewer(write(2, nightly), first).finally(() => {
      product.context.projectGrades = projectGrades;
    });
    expect(deaths).toBe(1);
    const carried = findOn(await acme.listClaims(second), claim);
    expect(carried).toMatchObject({ grade: "reviewed", carriedFrom: claim.id });
    expect(carried?.decisions).toHaveLength(1);
    expect(await acme.listEntries("decisions_carried_over")).toHaveLength(1);
    expect(await acme.listEntries("document_superseded")).toHaveLength(1);
  });
});
