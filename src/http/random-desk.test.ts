// Random steps of four people at the desk: whatever they decide and take back, no past grade changes, and the projection
// stays what a rebuild gives.
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectGrades } from "../domain/projection.ts";
import {
  type Item,
  type Organization,
  openDesk,
  passwordPolicy,
  passwordSettings,
} from "../fixtures/desk.fixture.ts";
import { buildRandom } from "../fixtures/history.fixture.ts";
import { listGrades } from "../store/grades.ts";
import { decidedSchema } from "./decisions.ts";

const stepCount = 120;
const people = ["ray", "rita", "val", "vic"] as const;
const actions = [
  "approve",
  "approve",
  "approve",
  "reject",
  "withdraw",
  "escalate",
  "request_evidence",
  "amend",
] as const;

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk?.close());

/** Grades of all claims at a moment, worked out from scratch, and as the projection has them. */
function readGrades(organizationId: string, asOf: Date) {
  const { context } = desk.product;
  return context.database.asOrganization(organizationId, async (sql) => {
    const bare = (graded: { claimId: string; grade: string; reasons: string[] }[]) =>
      Object.fromEntries(
        graded
          .filter(({ reasons }) => !reasons.includes("not_yet_made"))
          .map(({ claimId, grade, reasons }) => [claimId, `${grade} ${reasons.join()}`]),
      );
    const fresh = projectGrades(await context.listSubjects(sql, {}), asOf);
    return { fresh: bare(fresh), kept: bare(await listGrades(sql)) };
  });
}

/** What an amendment had looked for again. */
async function waitForJobs(): Promise<void> {
  const { pool } = desk.product.context.database;
  const count = async () =>
    (await pool.query("select 1 from pgboss.job where name = 'assess' and state < 'completed'")).rowCount;
  await expect.poll(count, { timeout: 30_000 }).toBe(0);
}

function buildBody(action: (typeof actions)[number], { claim }: Item) {
  const [quote] = claim.quotes;
  const amendment = quote && { quotes: [{ start: quote.start, end: quote.end - 3 }] };
  const rationale = action === "approve" ? null : "It was looked at.";
  return { action, rationale, ...(action === "amend" && { amendment }) };
}

async function step(organization: Organization, random: () => number, undoable: string[]): Promise<string> {
  const pick = <One>(list: readonly One[]): One | undefined => list[Math.floor(random() * list.length)];
  const who = pick(people) ?? "ray";
  const last = undoable.at(-1);
  if (last && random() < 0.3) {
    for (const person of people) {
      const { status } = await organization.undo(person, last);
      if (status === 200) return "undone";
    }
    return "not undone";
  }
  const item = pick((await organization.list(who)).items);
  if (!item) return "nothing waits";
  const action = pick(actions) ?? "approve";
  const answer = await organization.decide(who, item, buildBody(action, item));
  if (answer.status !== 200) return `refused ${answer.status}`;
  undoable.push(decidedSchema.parse(answer.body).decision.id);
  if (action === "amend") await waitForJobs();
  return action;
}

it("a hundred and twenty random steps change no grade of the past, and the projection is what a rebuild gives", async () => {
  const random = buildRandom(20_261_125);
  const organization = await desk.openOrganization();
  await organization.upload("policy.md", passwordPolicy);
  desk.wait(1000);
  await organization.upload("settings.csv", passwordSettings);
  await organization.addQuestions(8);
  const undoable: string[] = [];
  const moments: { at: Date; grades: Record<string, string> }[] = [];
  const done = new Map<string, number>();
  for (let count = 0; count < stepCount; count += 1) {
    desk.wait(1 + Math.floor(random() * 4000));
    const what = await step(organization, random, undoable);
    done.set(what, (done.get(what) ?? 0) + 1);
    const { fresh, kept } = await readGrades(organization.id, desk.now());
    expect(kept, `after step ${count}, ${what}`).toEqual(fresh);
    moments.push({ at: desk.now(), grades: fresh });
  }
  for (const { at, grades } of moments)
    expect((await readGrades(organization.id, at)).fresh, at.toISOString()).toEqual(grades);
  for (const action of new Set([...actions, "undone"])) expect(done.get(action), action).toBeGreaterThan(0);
}, 300_000);
