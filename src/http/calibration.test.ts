// Learning from end to end: real files, real decisions over HTTP, the clock's round; what changes for queue and grades.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Principal } from "../domain/principal.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { followDecisions } from "../flows/calibrate.ts";
import { listGradedClaims, listLedger } from "../flows/list-evidence.ts";
import { listDrawn } from "../store/calibrations.ts";
import { listGrades } from "../store/grades.ts";
import { buildApp } from "./app.ts";

const branch = "\n\nThis copy is for the branch in Harbourgate.\n";
const examples = join(import.meta.dirname, "../../examples");
const start = Date.parse("2026-11-20T10:00:00Z");
let hours = 0;
let product: Product;
let app: ReturnType<typeof buildApp>;
let ada: Principal;
const keys = new Map<string, string>();

beforeAll(async () => {
  product = await openProduct({ clock: () => new Date(start + hours * 3_600_000) }, { WEBHOOK_ALLOW: "any" });
  app = buildApp(product.context, "0.0.0");
  const add = async (name: string, kind: Principal["kind"], roles: Principal["roles"]) => {
    const { principal, key } = await product.addPrincipal("acme", name, kind, roles);
    keys.set(name, key);
    return principal;
  };
  ada = await add("Ada", "person", ["uploader", "reviewer"]);
  await add("Vera", "person", ["validator"]);
  await add("robot", "service", ["admin"]);
  await add("Olga", "person", ["admin"]);
});
afterAll(() => product?.close());

async function ask(name: string, method: string, path: string, body?: unknown): Promise<Response> {
  return app.request(path, {
    method,
    headers: { authorization: `Bearer ${keys.get(name)}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const reportSchema = z.object({
  state: z.string(),
  target: z.number(),
  sampleShare: z.number(),
  decidedBy: z.string().nullable(),
  sources: z.array(
    z.looseObject({
      source: z.string(),
      state: z.string(),
      threshold: z.number(),
      accepted: z.number(),
      errors: z.number(),
      why: z.string().nullable(),
      sample: z.looseObject({
        right: z.number(),
        wrong: z.number(),
        waiting: z.number(),
        heldUp: z.number(),
      }),
      progress: z.looseObject({ needed: z.number() }),
      reliability: z.looseObject({
        inForce: z.looseObject({
          labels: z.number(),
          brier: z.number(),
          bins: z.array(z.looseObject({ labels: z.number() })),
        }),
      }),
    }),
  ),
  history: z.array(z.looseObject({ reason: z.string(), why: z.string(), threshold: z.number() })),
});
const getReport = async () => reportSchema.parse(await (await ask("Ada", "GET", "/v1/calibration")).json());

const claimSchema = z.looseObject({
  id: z.string(),
  stance: z.string(),
  probability: z.number(),
  grade: z.string(),
  reasons: z.array(z.string()),
});
const reviewsSchema = z.object({
  items: z.array(
    z.looseObject({
      id: z.string(),
      claimId: z.string(),
      reasons: z.array(z.string()),
      claim: claimSchema.nullable(),
    }),
  ),
});
const listReviews = async () =>
  reviewsSchema.parse(await (await ask("Ada", "GET", "/v1/reviews?limit=100")).json()).items;
const listClaims = async (documentId: string) =>
  z
    .object({ items: z.array(claimSchema) })
    .parse(await (await ask("Ada", "GET", `/v1/claims?documentId=${documentId}&limit=100`)).json()).items;
const versionSchema = z.object({ version: z.string() });
const decide = async (id: string, action: string) => {
  const { version } = versionSchema.parse(await (await ask("Ada", "GET", `/v1/reviews/${id}`)).json());
  const rationale = "Checked against the file.";
  return ask("Ada", "POST", `/v1/reviews/${id}/decision`, { version, action, rationale });
};
const getCoverage = async () =>
  z
    .object({ calibration: z.looseObject({ state: z.string() }) })
    .parse(await (await ask("Ada", "GET", "/v1/coverage/iso27001-2022")).json()).calibration.state;
const upload = async (name: string, change = "") =>
  product.upload(ada, name, `${await readFile(join(examples, name), "utf8")}${change}`);
const listRevisions = async () =>
  (await listLedger(product.context, ada.organizationId)).filter(
    ({ kind }) => kind === "calibration_revised",
  );

/** What was announced to a webhook whose receiver is not there. */
const listAnnounced = async (id: string) =>
  z
    .object({ items: z.array(z.looseObject({ type: z.string() })) })
    .parse(await (await ask("Olga", "GET", `/v1/webhooks/${id}/deliveries?limit=200`)).json()).items;

describe("calibration", () => {
  it("is uncalibrated and empty at first; a person decides on the target, a machine and a reviewer do not", async () => {
    expect(await getReport()).toMatchObject({
      state: "uncalibrated",
      target: 0.1,
      sampleShare: 0.2,
      sources: [],
    });
    const wanted = { target: 0.1, sampleShare: 1 };
    expect((await ask("robot", "PUT", "/v1/calibration/target", wanted)).status).toBe(403);
    expect((await ask("Ada", "PUT", "/v1/calibration/target", wanted)).status).toBe(403);
    expect((await ask("Vera", "PUT", "/v1/calibration/target", { target: 0.9 })).status).toBe(400);
    // Of these, a fifth is drawn.
    await upload("logging-and-monitoring-standard.md", "\n\nThis is the first edition.\n");
    expect((await ask("Vera", "PUT", "/v1/calibration/target", wanted)).status).toBe(200);
    expect(await getReport()).toMatchObject({ sampleShare: 1, decidedBy: "Vera" });
  });

  it("counts drawn claims, below the threshold too, and is proven when enough are right", async () => {
    for (const name of [
      "access-control-policy.md",
      "change-management-and-secure-development.md",
      "logging-and-monitoring-standard.md",
    ])
      await upload(name);
    hours += 1;
    const waiting = (await getReport()).sources[0]?.sample.waiting ?? 0;
    expect(waiting).toBeGreaterThanOrEqual(29);
    const ids = new Set(
      (await product.context.database.asOrganization(ada.organizationId, (sql) => listDrawn(sql))).map(
        ({ claimId }) => claimId,
      ),
    );
    const open = await listReviews();
    const drawn = open.filter(({ claimId }) => ids.has(claimId));
    const unsure = open.filter(
      ({ claimId, reasons }) => reasons.join() === "low_probability" && !ids.has(claimId),
    );
    expect(unsure.length).toBeGreaterThan(0);
    expect(drawn).toHaveLength(waiting);
    expect(drawn.some(({ reasons }) => reasons.includes("low_probability"))).toBe(true);
    expect(await getCoverage()).toBe("uncalibrated");
    for (const { id } of drawn) expect((await decide(id, "approve")).status).toBe(200);
    hours += 1;
    expect(await followDecisions(product.context)).toBe(1);
    expect(await followDecisions(product.context)).toBe(0);
    const { state, sources, history } = await getReport();
    expect(state).toBe("proven");
    expect(sources[0]).toMatchObject({
      state: "proven",
      accepted: waiting,
      errors: 0,
      sample: { right: waiting, waiting: 0 },
    });
    const lowest = Math.min(...drawn.map(({ claim }) => claim?.probability ?? 1));
    expect(sources[0]?.threshold).toBeCloseTo(lowest);
    expect(lowest).toBeLessThan(0.7);
    const { inForce } = sources[0]?.reliability ?? {};
    expect(inForce?.labels).toBe(waiting);
    expect(inForce?.bins.reduce((sum, { labels }) => sum + labels, 0)).toBe(waiting);
    expect(history[0]).toMatchObject({ reason: "proven", why: expect.stringContaining("0 were wrong") });
    expect(await getCoverage()).toBe("proven");

    const passing = unsure.filter(({ claim }) => (claim?.probability ?? 0) >= lowest).map(({ id }) => id);
    expect(passing.length).toBeGreaterThan(0);
    const stillOpen = new Set((await listReviews()).map(({ id }) => id));
    expect(passing.filter((id) => stillOpen.has(id))).toEqual([]);
    expect((await listRevisions()).at(-1)?.body).toMatchObject({
      reviewsOpened: 0,
      reviewsClosed: passing.length,
    });
  });

  it("lets claims go unseen that the built-in threshold would send to people, save those that are drawn", async () => {
    await ask("Vera", "PUT", "/v1/calibration/target", { target: 0.1, sampleShare: 0.3 });
    hours += 1;
    const later = [
      await upload("access-control-policy.md", branch),
      await upload("change-management-and-secure-development.md", branch),
      await upload("logging-and-monitoring-standard.md", branch),
    ];
    const listLater = async () => (await Promise.all(later.map(listClaims))).flat();
    const [claims, open] = [await listLater(), await listReviews()];
    const unseen = claims.filter(
      ({ id, grade, stance }) =>
        stance === "supports" && grade !== "suggested" && open.every(({ claimId }) => claimId !== id),
    );
    expect(unseen.filter(({ probability }) => probability < 0.7).length).toBeGreaterThan(0);
    expect(unseen.every(({ reasons }) => reasons.includes("inferred_unseen"))).toBe(true);
    expect(open.filter(({ reasons }) => reasons.join() === "sampled").length).toBeGreaterThanOrEqual(3);
    // Nothing asks for a claim because of a probability that is proven to be enough.
    expect(open.filter(({ reasons }) => reasons.join() === "low_probability")).toEqual([]);

    hours += 1;
    const before = (await getReport()).sources[0]?.threshold ?? 0;
    const wanted = { url: "http://127.0.0.1:9/hook", events: ["review.opened"] };
    const webhook = z
      .looseObject({ id: z.uuid() })
      .parse(await (await ask("Olga", "POST", "/v1/webhooks", wanted)).json());
    const asked = open.filter(({ reasons }) => reasons.join() === "sampled");
    for (const { id } of asked) await decide(id, "reject");
    const { state, sources, history } = await getReport();
    expect(state).toBe("drifted");
    expect(sources[0]?.threshold).toBeGreaterThanOrEqual(0.7);
    expect(history[0]?.why).toContain(`were wrong, more than a target of 10 % explains`);
    const fallen = unseen.filter(({ probability }) => probability < (sources[0]?.threshold ?? 0));
    const now = await listReviews();
    for (const { id } of fallen)
      expect(now.find(({ claimId }) => claimId === id)?.reasons).toEqual(["low_probability"]);
    const grades = new Map((await listLater()).map((claim) => [claim.id, claim]));
    for (const { id } of fallen)
      expect(grades.get(id)).toMatchObject({
        grade: "suggested",
        reasons: expect.arrayContaining(["low_probability"]),
      });
    const entry = (await listRevisions()).at(-1);
    expect(entry?.body).toMatchObject({
      reason: "drifted",
      thresholdBefore: before,
      reviewsOpened: now.filter(({ reasons }) => reasons.join() === "low_probability").length,
    });
    expect(await listAnnounced(webhook.id)).toEqual([expect.objectContaining({ type: "review.opened" })]);
    expect(await getCoverage()).toBe("drifted");
    expect((await getReport()).sources[0]?.progress.needed).toBe(29);
  });

  it("leaves the past as it was: coverage before the drift counts what was unseen then", async () => {
    const at = new Date(start + (hours - 1) * 3_600_000).toISOString();
    const path = `/v1/coverage/iso27001-2022?floor=inferred&asOf=${encodeURIComponent(at)}`;
    const schema = z.object({ calibration: z.looseObject({ state: z.string() }), met: z.number() });
    const then = schema.parse(await (await ask("Ada", "GET", path)).json());
    expect(then.calibration.state).toBe("proven");
  });

  it("leaves every stored grade what it is by the scorer and the threshold of now", async () => {
    const graded = await listGradedClaims(product.context, ada.organizationId, {});
    const stored = await product.context.database.asOrganization(ada.organizationId, (sql) =>
      listGrades(sql),
    );
    const byId = new Map(stored.map(({ claimId, grade, reasons }) => [claimId, [grade, ...reasons]]));
    expect(graded.some(({ stance }) => stance === "partly")).toBe(true);
    for (const { id, grade, reasons, stance, document } of graded)
      expect(byId.get(id), `${stance} in ${document.fileName}`).toEqual([grade, ...reasons]);
  });
});
