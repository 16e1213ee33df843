import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildOwnFramework, ownFrameworkSchema, type RequirementDraft, toKebab } from "./own-framework.ts";
import { cutStatement, findFrequency, findNature, statementLimit } from "./own-point.ts";
import { listPhrases } from "./phrases.ts";

const head = { id: "house", title: "House rules", edition: "1", publisher: "Us" };
const say = (text: string, isRequired = true) => ({
  labels: [],
  text,
  isRequired,
  nature: null,
  frequency: null,
  keywords: [],
});
const draft = (id: string, ...statements: ReturnType<typeof say>[]): RequirementDraft => ({
  id,
  title: `Title of ${id}`,
  group: "Rules",
  nist80053: [],
  statements,
});
const build = (...drafts: RequirementDraft[]) => {
  const outcome = buildOwnFramework(head, drafts);
  if ("flaws" in outcome) throw outcome.flaws;
  return outcome.value;
};

describe("an own framework", () => {
  it("asks for what a title says when there is nothing else", () => {
    expect(build(draft("1")).topics[0]?.points[0]).toMatchObject({ id: "house-1", statement: "Title of 1" });
  });

  it("has one point for the same words, however often they stand", () => {
    const words = "Visitors are accompanied at all times.";
    const { framework, topics } = build(
      draft("1", say(words)),
      draft("2", say(words), say("Visitors sign in.")),
    );
    expect(topics.flatMap(({ points }) => points)).toHaveLength(2);
    expect(framework.requirements.flatMap(({ links }) => links.map(({ point }) => point))).toEqual([
      "house-1",
      "house-1",
      "house-2",
    ]);
  });

  it("tells short words that stand in two places apart by their titles", () => {
    const { topics } = build(draft("1", say("As needed.")), draft("2", say("As needed.")));
    expect(topics.flatMap(({ points }) => points.map(({ statement }) => statement))).toEqual([
      "As needed.",
      "Title of 2: As needed.",
    ]);
  });

  it("relates a requirement's only required point as equal and several as parts", () => {
    const { framework } = build(draft("1", say("Locks are in use."), say("Keys are counted.", false)));
    expect(framework.requirements[0]?.links.map(({ relation, required }) => [relation, required])).toEqual([
      ["equal", true],
      ["subset_of", false],
    ]);
    const none = buildOwnFramework(head, [draft("1", say("Locks are in use.", false))]);
    expect(none).toEqual({ flaws: [expect.stringContaining("1 has no required statement")] });
  });

  it("gives points whose ids would be the same different ones", () => {
    const { topics } = build(draft("A.1", say("Locks are in use.")), draft("A-1", say("Keys are counted.")));
    expect(topics.map(({ id, points }) => [id, points[0]?.id])).toEqual([
      ["house-a-1", "house-a-1"],
      ["house-a-1-2", "house-a-1-2"],
    ]);
  });

  it("is sound whatever the words are", () => {
    const text = fc.oneof(fc.string({ unit: "grapheme", maxLength: 900 }), fc.lorem({ maxCount: 200 }));
    const drafts = fc.uniqueArray(
      fc.tuple(fc.string({ minLength: 1, maxLength: 50 }), fc.array(text, { maxLength: 4 })),
      {
        minLength: 1,
        maxLength: 6,
        selector: ([id]) => id,
      },
    );
    fc.assert(
      fc.property(drafts, (given) => {
        const own = build(...given.map(([id, texts]) => draft(id, ...texts.map((one) => say(one)))));
        expect(ownFrameworkSchema.safeParse(own).error).toBeUndefined();
        const points = own.topics.flatMap((topic) => topic.points.map(({ id }) => id));
        expect(new Set(points).size).toBe(points.length);
        const linked = own.framework.requirements.flatMap(({ links }) => links.map(({ point }) => point));
        expect(new Set(linked)).toEqual(new Set(points));
      }),
      { numRuns: 150 },
    );
  });
});

describe("the words of a statement", () => {
  it("say whether something is to be written down or to be done", () => {
    const design = [
      "Define and document the types of accounts.",
      "The organization: Develops, documents, and disseminates a policy.",
      "Management shall establish a process for leavers.",
      "Rules for passwords are defined, approved and published.",
      "An incident response plan is developed and documented.",
    ];
    const operation = [
      "Review the access policy yearly.",
      "Review documented procedures.",
      "Establish a trusted path to the server.",
      "Disable accounts within 24 hours.",
      "Backups are tested.",
    ];
    expect(design.map(findNature)).toEqual(design.map(() => "design"));
    expect(operation.map(findNature)).toEqual(operation.map(() => "operation"));
  });

  it("say how often", () => {
    const texts = {
      "Review accounts at least quarterly and annually report.": "quarterly",
      "Test restores every six months.": "semiannual",
      "Scan weekly.": "weekly",
      "Remove access upon termination.": "per-event",
      "Record the following data: time.": "annual",
      "Encrypt laptops.": "annual",
    };
    expect(Object.keys(texts).map(findFrequency)).toEqual(Object.values(texts));
  });

  it("name things in phrases without verbs of demand and stop words", () => {
    const title = "Account Management";
    const text = "Review privileged accounts and remove the access rights of leavers from the SSO portal.";
    expect(listPhrases([title, text], 14)).toEqual([
      "account management",
      "privileged accounts",
      "access rights",
      "SSO portal",
      "leavers",
    ]);
    expect(listPhrases(["The [assignment: a thing] of it"], 14)).toEqual([]);
  });

  it("are cut at sentences, else at words, and none is lost", () => {
    const long = "word ".repeat(200).trim();
    expect(cutStatement("One. Two.")).toEqual(["One. Two."]);
    expect(cutStatement(`${"a".repeat(400)}. ${"B".repeat(400)}.`).map((piece) => piece.length)).toEqual([
      401, 401,
    ]);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "grapheme", maxLength: 3_000 }), fc.constant(long)), (text) => {
        const pieces = cutStatement(text);
        expect(pieces.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
        expect(pieces.every((piece) => piece.length <= statementLimit && piece !== "")).toBe(true);
      }),
    );
  });

  it("make ids in kebab case", () => {
    expect(["AC-2(1)", "Art. 32(1)(b)", "Überprüfung", "日本"].map(toKebab)).toEqual([
      "ac-2-1",
      "art-32-1-b",
      "uberprufung",
      "",
    ]);
  });
});
