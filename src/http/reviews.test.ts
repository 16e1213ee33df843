// The queue over HTTP: its order and filters, the next review, leases that end by themselves, assignments, what is late.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Organization, openDesk } from "../fixtures/desk.fixture.ts";
import { watchReviews } from "../flows/hold-review.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

async function openWith(
  count: number,
  ...rest: Parameters<Organization["addQuestions"]> extends [number, ...infer Rest] ? Rest : never
) {
  const organization = await desk.openOrganization();
  await organization.addQuestions(count, ...rest);
  return organization;
}

describe("the next review", () => {
  it("is given to one person only, whoever asks at the same time: fifty calls for thirty reviews", async () => {
    const { next } = await openWith(30);
    const given = await Promise.all(
      Array.from({ length: 50 }, (_, index) => next(index % 2 === 0 ? "ray" : "rita")),
    );
    const taken = given.flatMap((review) => review ?? []);
    expect(taken).toHaveLength(30);
    expect(new Set(taken.map(({ id }) => id)).size).toBe(30);
    expect(new Set(taken.map(({ lease }) => lease?.holder.name))).toEqual(new Set(["ray", "rita"]));
    expect(taken.every(({ lease }) => lease?.isMine)).toBe(true);
  });

  it("is the most valuable one that waits, and the same to nobody until its lease has ended", async () => {
    const { next, list } = await openWith(3);
    const [best, second] = (await list("ray")).items;
    expect((await next("ray"))?.id).toBe(best?.id);
    expect((await next("rita"))?.id).toBe(second?.id);
    desk.wait(10 * minuteMs - 1);
    expect((await next("vic"))?.id).not.toBe(best?.id);
    desk.wait(1);
    const again = await next("vic");
    expect(again?.id).toBe(best?.id);
    expect(again?.lease?.holder.name).toBe("vic");
  });

  it("passes over what is skipped, what is assigned to others, and what the filter leaves out", async () => {
    const { next, list, ask, get } = await openWith(4);
    const [first, second, third, fourth] = (await list("ray")).items;
    if (!first || !second || !third || !fourth) return expect.unreachable("four reviews wait");
    await ask("ray", `/v1/reviews/${second.id}/assign`, { assigneeId: get("rita").id });
    expect((await next("ray", { skip: [first.id] }))?.id).toBe(third.id);
    expect((await next("rita", { assignee: "me" }))?.id).toBe(second.id);
    expect(await next("rita", { assignee: "me" })).toBeNull();
    expect(await next("ray", { reason: "sampled" })).toBeNull();
    expect((await next("ray", { documentId: fourth.claim.document.id }))?.id).toBe(first.id);
  });

  it("goes to others than it is assigned to when it is late", async () => {
    const { next, list, ask, get } = await openWith(1);
    const [review] = (await list("ray")).items;
    await ask("ray", `/v1/reviews/${review?.id}/assign`, { assigneeId: get("rita").id });
    desk.wait(7 * dayMs);
    expect(await next("ray")).toBeNull();
    desk.wait(1);
    expect((await next("ray"))?.id).toBe(review?.id);
  });

  it("is nothing for a validator before somebody approved, and no machine's at all", async () => {
    const { next, ask } = await openWith(2);
    expect(await next("val")).toBeNull();
    expect((await ask("robot", "/v1/reviews/next", {})).status).toBe(403);
    expect((await ask("uma", "/v1/reviews/next", {})).status).toBe(403);
  });

  it("sent again under its Idempotency-Key is the same one", async () => {
    const { ask } = await openWith(2);
    const key = { "idempotency-key": "next-1" };
    const first = await ask("ray", "/v1/reviews/next", {}, key);
    expect(await ask("ray", "/v1/reviews/next", {}, key)).toEqual(first);
  });
});

describe("a lease", () => {
  it("keeps others from claiming, deciding and letting go, and names who holds it until when", async () => {
    const { next, ask, decide } = await openWith(1);
    const review = await next("ray");
    if (!review) return expect.unreachable("a review waits");
    const until = new Date(desk.now().getTime() + 10 * minuteMs).toISOString();
    for (const refused of [
      await ask("rita", `/v1/reviews/${review.id}/claim`, {}),
      await ask("rita", `/v1/reviews/${review.id}/release`, {}),
      await decide("rita", review, { action: "approve" }),
    ])
      expect(refused).toMatchObject({
        status: 409,
        body: { detail: expect.stringContaining("ray"), lease: { holder: { name: "ray" }, until } },
      });
    expect((await decide("ray", review, { action: "approve" })).status).toBe(200);
  });

  it("is renewed while it lasts, and claimed again when it has ended", async () => {
    const { next, ask } = await openWith(1);
    const path = `/v1/reviews/${(await next("ray"))?.id}`;
    desk.wait(9 * minuteMs);
    const until = new Date(desk.now().getTime() + 10 * minuteMs).toISOString();
    expect(await ask("ray", `${path}/renew`, {})).toMatchObject({
      status: 200,
      body: { until, isMine: true },
    });
    expect((await ask("rita", `${path}/renew`, {})).status).toBe(409);
    desk.wait(10 * minuteMs);
    expect((await ask("ray", `${path}/renew`, {})).status).toBe(409);
    expect((await ask("rita", `${path}/claim`, {})).status).toBe(200);
    expect((await ask("ray", `${path}/claim`, {})).status).toBe(409);
    expect((await ask("rita", `${path}/release`, {})).status).toBe(204);
    expect((await ask("ray", `${path}/claim`, {})).status).toBe(200);
  });

  it("of two who claim at once is one's only", async () => {
    const { list, ask } = await openWith(1);
    const [review] = (await list("ray")).items;
    const answers = await Promise.all(
      ["ray", "rita", "vic"].map((who) => ask(who, `/v1/reviews/${review?.id}/claim`, {})),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it("is no machine's", async () => {
    const { list, ask } = await openWith(1);
    const [review] = (await list("ray")).items;
    for (const what of ["claim", "renew", "release"])
      expect((await ask("robot", `/v1/reviews/${review?.id}/${what}`, {})).status).toBe(403);
  });
});

describe("the list", () => {
  it("comes in pages that lose and repeat nothing, also while time goes by", async () => {
    const { list } = await openWith(25, (index) => ({ claim: { probability: (index % 10) / 10 } }));
    const whole = (await list("ray")).items;
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(
        "ray",
        `limit=4${cursor ? `&cursor=${cursor}` : ""}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
      desk.wait(dayMs / 2);
    } while (cursor);
    expect(seen).toEqual(whole.map(({ id }) => id));
    expect(whole.map(({ value }) => value)).toEqual(
      whole.map(({ value }) => value).toSorted((a, b) => b - a),
    );
  });

  it("is filtered by framework, document, point, reason, assignee and state", async () => {
    const { list, ask, get, next } = await openWith(6, (index) => ({
      reasons: index === 0 ? ["contradiction"] : ["low_probability"],
    }));
    const { items } = await list("ray");
    const [first] = items;
    if (!first) return expect.unreachable("six reviews wait");
    expect(first.reasons).toEqual(["contradiction"]);
    const count = async (query: string) => (await list("ray", query)).items.length;
    expect(await count(`documentId=${first.claim.document.id}`)).toBe(6);
    expect(await count(`pointId=${first.claim.pointId}`)).toBe(1);
    expect(await count("reason=contradiction")).toBe(1);
    const gdpr = items.filter(({ claim }) =>
      claim.requirements.some(({ frameworkId }) => frameworkId === "gdpr"),
    );
    expect(await count("frameworkId=gdpr")).toBe(gdpr.length);
    await ask("ray", `/v1/reviews/${first.id}/assign`, { assigneeId: get("ray").id });
    expect([
      await count("assignee=me"),
      await count("assignee=none"),
      await count(`assignee=${get("rita").id}`),
    ]).toEqual([1, 5, 0]);
    expect(await count("state=held")).toBe(0);
    await next("ray");
    expect(await count("state=held")).toBe(1);
    expect(await count("state=late")).toBe(0);
    desk.wait(3 * dayMs);
    expect(await count("state=late")).toBe(1);
    expect((await ask("ray", "/v1/reviews?assignee=everybody")).status).toBe(400);
  });

  it("is summed up", async () => {
    const { ask, get, list } = await openWith(5);
    const [first] = (await list("ray")).items;
    await ask("ray", `/v1/reviews/${first?.id}/assign`, { assigneeId: get("ray").id });
    desk.wait(8 * dayMs);
    expect((await ask("ray", "/v1/reviews/summary")).body).toMatchObject({
      open: 5,
      late: 5,
      waiting: 0,
      assigned: 1,
      byReason: { low_probability: 5 },
      byDocument: [{ fileName: "made-0.md", count: 5 }],
    });
  });
});

describe("an assignment", () => {
  it("names a person who can decide, or nobody again", async () => {
    const { ask, list, get } = await openWith(1);
    const [review] = (await list("ray")).items;
    const assign = (assigneeId: string | null) =>
      ask("ray", `/v1/reviews/${review?.id}/assign`, { assigneeId });
    expect(await assign(get("val").id)).toMatchObject({ body: { assignee: { name: "val" } } });
    for (const who of ["uma", "robot"]) expect((await assign(get(who).id)).status).toBe(400);
    expect((await list("ray")).items[0]?.assignee?.name).toBe("val");
    expect(await assign(null)).toMatchObject({ status: 200, body: { assignee: null } });
    const reviewers = (await ask("ray", "/v1/reviewers")).body;
    expect(reviewers).toMatchObject({ items: ["ray", "rita", "val", "vic"].map((name) => ({ name })) });
  });
});

describe("a review that nobody answers", () => {
  it("is late after seven days, a contradiction after two, and is told of once", async () => {
    const { list } = await openWith(2, (index) => ({
      reasons: index === 0 ? ["contradiction"] : ["sampled"],
    }));
    const { items } = await list("ray");
    const watch = async () => {
      const late = (await watchReviews(desk.product.context)).map(({ id }) => id);
      return items.filter(({ id }) => late.includes(id)).map(({ reasons }) => reasons);
    };
    const listLate = async () => (await list("ray")).items.map((one) => one.isLate);
    expect([await watch(), await listLate()]).toEqual([[], [false, false]]);
    desk.wait(2 * dayMs + 1);
    expect([await watch(), await listLate()]).toEqual([[["contradiction"]], [true, false]]);
    expect(await watch()).toEqual([]);
    desk.wait(5 * dayMs);
    expect(await watch()).toEqual([["sampled"]]);
  });
});
