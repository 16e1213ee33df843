// Decisions over HTTP: every action and what it refuses, versions of what was shown, what is taken back.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { openDesk, passwordPolicy, passwordSettings } from "../fixtures/desk.fixture.ts";
import { stateFacts } from "../flows/state-facts.ts";
import { retireClaims } from "../store/claims.ts";

const secondMs = 1000;
const dayMs = 86_400_000;
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

const why = "The wording says so.";
/** An organization with a few questions, the first of which is at hand. */
async function openQuestions(count = 1) {
  const organization = await desk.openOrganization();
  await organization.addQuestions(count);
  const [first] = (await organization.list("ray")).items;
  if (!first) throw new TypeError("Nothing waits.");
  return { ...organization, first };
}

describe("a decision", () => {
  it("that approves makes the claim reviewed, closes its review and asks for a second person", async () => {
    const { succeed, first, find } = await openQuestions();
    const { grade, changes, decision } = await succeed("ray", first, { action: "approve" });
    expect(grade).toEqual({ grade: "reviewed", reasons: ["approved_by_person"] });
    expect(changes).toMatchObject([{ claimId: first.claimId, from: "suggested", to: "reviewed" }]);
    expect(Date.parse(decision.undoUntil)).toBe(desk.now().getTime() + 10 * secondMs);
    expect(await find(first.claimId)).toMatchObject({ reasons: ["second_person"] });
  });

  it("needs a rationale for everything but a plain approval", async () => {
    const { decide, first } = await openQuestions();
    for (const action of ["reject", "withdraw", "request_evidence", "escalate", "amend"])
      for (const rationale of [undefined, null, "   "])
        expect((await decide("ray", first, { action, rationale })).status).toBe(400);
  });

  it("is a person's: machines, uploaders and validators before the first approval are refused", async () => {
    const { decide, first } = await openQuestions();
    for (const who of ["robot", "uma", "val"])
      expect((await decide(who, first, { action: "approve" })).status).toBe(403);
  });

  it("is confirmed by a validator who is neither the first reviewer nor the uploader", async () => {
    const { succeed, decide, first, find } = await openQuestions();
    await succeed("vic", first, { action: "approve" });
    const second = await find(first.claimId);
    if (!second) return expect.unreachable("a second person is asked for");
    for (const who of ["vic", "ray"])
      expect((await decide(who, second, { action: "approve" })).status).toBe(403);
    const { grade, decision } = await succeed("val", second, { action: "approve" });
    expect([grade.grade, decision.asRole]).toEqual(["validated", "validator"]);
    expect(await find(first.claimId)).toBeUndefined();
  });

  it("that rejects or withdraws takes the grade, with its reason", async () => {
    const { succeed, list } = await openQuestions(2);
    const [one, two] = (await list("ray")).items;
    if (!one || !two) return expect.unreachable("two reviews wait");
    expect((await succeed("ray", one, { action: "reject", rationale: why })).grade).toEqual({
      grade: "none",
      reasons: ["rejected"],
    });
    expect((await succeed("ray", two, { action: "withdraw", rationale: why })).grade.reasons).toEqual([
      "withdrawn",
    ]);
    expect((await list("ray")).items).toEqual([]);
  });

  it("is recorded with what the person saw", async () => {
    const { succeed, first, id } = await openQuestions();
    await succeed("ray", first, { action: "approve" });
    const [row] = await desk.product.context.database.asOrganization(id, (sql) =>
      sql.list(z.object({ seen: z.looseObject({}) }), "select seen from decision"),
    );
    expect(row?.seen).toMatchObject({
      claimId: first.claimId,
      grade: "suggested",
      reasons: ["low_probability"],
    });
  });
});

describe("what was shown", () => {
  const readChanges = (answer: { status: number; body: unknown }) => {
    expect(answer.status).toBe(409);
    const { changes } = z
      .object({
        changes: z.array(
          z.object({ what: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
        ),
      })
      .parse(answer.body);
    return Object.fromEntries(changes.map(({ what, before, after }) => [what, [before, after]]));
  };

  it("has to be what there is: a decision of another person is shown", async () => {
    const { succeed, decide, first, find } = await openQuestions();
    await succeed("ray", first, { action: "approve" });
    const late = readChanges(await decide("rita", first, { action: "reject", rationale: why }));
    expect(late["decisions"]).toEqual([null, "ray: approve"]);
    expect(late["review"]).toEqual(["open", "closed"]);
    const second = await find(first.claimId);
    if (!second) return expect.unreachable("a second person is asked for");
    await succeed("rita", second, { action: "request_evidence", rationale: "Who ran it?" });
    expect(readChanges(await decide("val", second, { action: "approve" }))["decisions"]).toEqual([
      "ray: approve",
      "ray: approve; rita: request evidence",
    ]);
  });

  it("has to be what there is: dates that were stated are shown", async () => {
    const { decide, get, upload, list } = await openQuestions();
    const id = await upload("policy.md", passwordPolicy);
    const [item] = (await list("ray", `documentId=${id}`)).items;
    if (!item) return expect.unreachable("the policy has a review");
    await stateFacts(desk.product.context, get("uma"), id, {
      effectiveFrom: "2026-03-01",
      effectiveTo: "2026-04-01",
    });
    const changes = readChanges(await decide("ray", item, { action: "approve" }));
    expect(changes["effective dates"]).toEqual([null, "2026-03-01 to 2026-04-01"]);
    expect(changes["reasons of the grade"]?.[1]).toContain("stale");
  });

  it("has to be what there is: a contradiction that was found is shown", async () => {
    const { decide, upload, list } = await openQuestions();
    const id = await upload("policy.md", passwordPolicy);
    const before = (await list("ray", `documentId=${id}`)).items;
    await upload("settings.csv", passwordSettings);
    const after = (await list("ray", `documentId=${id}&reason=contradiction`)).items;
    const item = before.find(({ claimId }) => after.some((one) => one.claimId === claimId));
    if (!item) return expect.unreachable("a review gained a contradiction");
    const changes = readChanges(await decide("ray", item, { action: "approve" }));
    expect(changes["contradictions"]).toEqual([null, expect.stringContaining("password age")]);
    expect(changes["reasons of the review"]?.[1]).toContain("contradiction");
  });

  it("has to be what there is: a newer assessment, and a newer version, are shown", async () => {
    const { decide, upload, list, get, id: organizationId } = await openQuestions();
    const { context } = desk.product;
    const id = await upload("policy.md", passwordPolicy);
    const [item, other] = (await list("ray", `documentId=${id}`)).items;
    if (!item || !other) return expect.unreachable("the policy has two reviews");
    const newer = await upload("policy-2.md", passwordPolicy.replace("90 days", "60 days"));
    await stateFacts(context, get("uma"), newer, { supersedes: id });
    expect(readChanges(await decide("ray", item, { action: "approve" }))["document"]).toEqual([
      "the newest version",
      "replaced by a newer version",
    ]);
    await context.database.asOrganization(organizationId, (sql) =>
      retireClaims(sql, [other.claimId], desk.now()),
    );
    const answer = await decide("ray", other, { action: "approve" });
    expect(readChanges(answer)["claim"]).toEqual([
      "stands",
      "gave way to a newer assessment or an amendment",
    ]);
    expect(answer.body).toMatchObject({ detail: expect.stringContaining("newer assessment") });
  });

  it("has to be of this review, and made by this program", async () => {
    const { ask, list } = await openQuestions(2);
    const [one, two] = (await list("ray")).items;
    const send = (version: unknown) =>
      ask("ray", `/v1/reviews/${one?.id}/decision`, { version, action: "approve" });
    for (const version of [undefined, "", "x", Buffer.from("{}").toString("base64url"), two?.version])
      expect((await send(version)).status).toBe(400);
    expect((await send(one?.version)).status).toBe(200);
  });
});

describe("a request for more evidence", () => {
  it("goes to the uploader, and comes back to the queue with the answer", async () => {
    const { succeed, first, ask, next, find, show, upload } = await openQuestions();
    await succeed("ray", first, { action: "request_evidence", rationale: "Which system is this?" });
    expect(await find(first.claimId)).toMatchObject({ isWaiting: true, claim: { grade: "suggested" } });
    expect(await next("rita")).toBeNull();
    const { items } = z
      .object({ items: z.array(z.looseObject({ id: z.string() })) })
      .parse((await ask("uma", "/v1/evidence-requests?state=open&askedOf=me")).body);
    expect(items).toMatchObject([
      { question: "Which system is this?", askedBy: { name: "ray" }, answer: null },
    ]);
    const path = `/v1/evidence-requests/${items[0]?.id}/answer`;
    expect((await ask("uma", path, {})).status).toBe(400);
    expect((await ask("uma", path, { documentId: first.claim.document.id })).status).toBe(400);
    expect((await ask("ray", path, { note: "I know it." })).status).toBe(403);
    const documentId = await upload("more.md", passwordPolicy);
    const answered = await ask("uma", path, { note: "The back office.", documentId });
    expect(answered).toMatchObject({
      status: 200,
      body: { state: "answered", answer: { by: { name: "uma" } } },
    });
    expect((await ask("uma", path, { note: "Twice." })).status).toBe(409);
    expect((await find(first.claimId))?.isWaiting).toBe(false);
    const { detail, reasons } = await show("rita", first.id);
    expect(reasons).toEqual(["low_probability", "evidence_requested"]);
    expect(detail.evidence?.answer).toMatchObject({
      note: "The back office.",
      document: { fileName: "more.md" },
    });
    const again = await find(first.claimId);
    if (!again) return expect.unreachable("the review waits again");
    await succeed("rita", again, { action: "approve" });
    expect((await ask("uma", "/v1/evidence-requests?state=closed")).body).toMatchObject({
      items: [{ id: items[0]?.id }],
    });
  });

  it("that is not answered in fourteen days is in the queue again, late", async () => {
    const { succeed, first, next, find, ask } = await openQuestions();
    await succeed("ray", first, { action: "request_evidence", rationale: "Which system is this?" });
    desk.wait(14 * dayMs - 1);
    expect(await find(first.claimId)).toMatchObject({ isWaiting: true, isLate: false });
    desk.wait(1);
    expect(await find(first.claimId)).toMatchObject({ isWaiting: false, isLate: true });
    expect((await next("rita"))?.id).toBe(first.id);
    const { items } = z
      .object({ items: z.array(z.looseObject({ id: z.string() })) })
      .parse((await ask("uma", "/v1/evidence-requests?state=open")).body);
    const answer = { note: "The back office." };
    expect((await ask("uma", `/v1/evidence-requests/${items[0]?.id}/answer`, answer)).status).toBe(200);
  });

  it("that waits can be decided all the same, and needs no answer then", async () => {
    const { succeed, first, ask, find } = await openQuestions();
    await succeed("ray", first, { action: "request_evidence", rationale: "Which system is this?" });
    const waiting = await find(first.claimId);
    if (!waiting) return expect.unreachable("the review is still there");
    expect((await succeed("rita", waiting, { action: "approve" })).grade.grade).toBe("reviewed");
    expect((await ask("uma", "/v1/evidence-requests?state=open")).body).toEqual({ items: [] });
  });
});

describe("an escalation", () => {
  it("goes to a validator, sooner, and not again to who escalated", async () => {
    const { succeed, first, find, next } = await openQuestions();
    await succeed("vic", first, { action: "escalate", rationale: "Beyond me." });
    const passed = await find(first.claimId);
    expect(passed).toMatchObject({ isEscalated: true, assignee: null, lease: null });
    expect(passed?.value).toBeCloseTo(first.value * 2);
    expect(Date.parse(passed?.dueAt ?? "")).toBe(desk.now().getTime() + 2 * dayMs);
    expect(await next("vic")).toBeNull();
    expect(await next("ray")).toBeNull();
    const given = await next("val");
    if (!given) return expect.unreachable("the validator gets it");
    const { grade, decision } = await succeed("val", given, { action: "approve" });
    expect([grade.grade, decision.asRole]).toEqual(["reviewed", "validator"]);
    expect(await find(first.claimId)).toMatchObject({ reasons: ["second_person"] });
  });
});

describe("a withdrawal without a review", () => {
  it("takes an approved claim back, once, and only where no review is open", async () => {
    const { succeed, first, find, ask, gradeAt } = await openQuestions();
    const path = `/v1/claims/${first.claimId}/withdraw`;
    expect((await ask("ray", path, { rationale: why })).status).toBe(409);
    await succeed("ray", first, { action: "approve" });
    const second = await find(first.claimId);
    if (!second) return expect.unreachable("a second person is asked for");
    await succeed("val", second, { action: "approve" });
    expect((await ask("ray", path, {})).status).toBe(400);
    expect((await ask("robot", path, { rationale: why })).status).toBe(403);
    expect(await ask("val", path, { rationale: why })).toMatchObject({
      status: 200,
      body: { grade: { grade: "none" } },
    });
    expect(await gradeAt(first.claimId, desk.now())).toEqual({ grade: "none", reasons: ["withdrawn"] });
    expect((await ask("val", path, { rationale: why })).status).toBe(409);
  });
});
