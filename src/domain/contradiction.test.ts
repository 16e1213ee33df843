import { stemmer } from "stemmer";
import { describe, expect, it } from "vitest";
import { findContradictions } from "./contradiction.ts";
import { agreeing, contradicting, type Pair } from "./fixtures/contradiction-pairs.fixture.ts";
import { buildClaim, buildDecision, buildDocument, buildId } from "./fixtures/subjects.fixture.ts";
import { buildLexicon } from "./lexicon.ts";
import type { Witness } from "./witness.ts";

const { tokenize } = buildLexicon(stemmer, []);
const asOf = new Date("2026-03-05T10:00:00Z");

/** A document that is one passage, all of which is quoted. */
function buildWitness(text: string, kind: Witness["document"]["kind"], heading = ""): Witness {
  const document = buildDocument({ kind, title: kind, fileName: `${kind}.md` });
  const passageId = buildId();
  const documentId = document.id;
  const span = { start: 0, end: text.length, pageNumber: 1, text };
  const quotes = [{ ...span, documentId, passageId, boxes: [] }];
  const headingPath = heading === "" ? [] : [heading];
  return {
    document,
    claim: buildClaim({ documentId, quotes }),
    decisions: [],
    passages: [{ ...span, id: passageId, documentId, ordinal: 0, headingPath }],
  };
}

const build = ({ kinds: [one, other], first, second, heading }: Pair): [Witness, Witness] => [
  buildWitness(first, one, heading),
  buildWitness(second, other, heading),
];
const find = (witnesses: readonly Witness[], at = asOf) =>
  findContradictions(witnesses, { asOf: at, tokenize });
const table = (pairs: readonly Pair[]) =>
  pairs.map((pair) => [`${pair.first} / ${pair.second}`, pair] as const);

describe("a contradiction is found between", () => {
  it.each(table(contradicting))("%s", (_, pair) => {
    const [first, second] = build(pair);
    const [found, ...more] = find([first, second]);
    expect(more).toEqual([]);
    expect(found?.subject).toBe(pair.subject === "" ? found?.subject : pair.subject);
    expect([found?.claimId, found?.otherClaimId].toSorted()).toEqual(
      [first.claim.id, second.claim.id].toSorted(),
    );
    expect(first.passages[0]?.text.slice(found?.quote.start, found?.quote.end)).toBe(found?.quote.text);
  });

  it("the same two documents, in whatever order they come", () => {
    for (const pair of [...contradicting, ...agreeing]) {
      const witnesses = build(pair);
      const list = (found: ReturnType<typeof find>) =>
        found.map(({ claimId, otherClaimId, subject }) => [subject, ...[claimId, otherClaimId].toSorted()]);
      expect(list(find(witnesses))).toEqual(list(find(witnesses.toReversed())));
    }
  });
});

describe("no contradiction is found", () => {
  it.each(table(agreeing))("between %s", (_, pair) => {
    expect(find(build(pair)).map(({ reason }) => reason)).toEqual([]);
  });

  it("between a text and itself, or a copy of it", () => {
    for (const { first, second, kinds } of [...contradicting, ...agreeing])
      for (const [text, kind] of [
        [first, kinds[0]],
        [second, kinds[1]],
      ] as const)
        expect(find([buildWitness(text, kind), buildWitness(text, kind)])).toEqual([]);
  });

  it("within one document", () => {
    const [one, other] = build({
      kinds: ["policy", "policy"],
      first: "Passwords are changed every 90 days.",
      second: "Passwords are changed every 180 days.",
      subject: "",
      heading: "",
    });
    expect(find([one, other])).toHaveLength(1);
    expect(find([one, { ...other, document: one.document }])).toEqual([]);
  });
});

describe("no part is taken by", () => {
  const [rule, screen] = [
    buildWitness("Passwords are changed every 90 days.", "policy"),
    buildWitness("Maximum password age: 365 days", "screenshot"),
  ];
  const at = new Date("2026-03-01T00:00:00Z");
  const refused = (action: "reject" | "withdraw") => ({
    ...screen,
    decisions: [buildDecision({ claimId: screen.claim.id, action })],
  });

  it.each([
    ["a retired claim", { ...screen, claim: { ...screen.claim, retiredAt: at } }],
    ["a superseded document", { ...screen, document: { ...screen.document, supersededAt: at } }],
    ["a document that was altered", { ...screen, document: { ...screen.document, integrityFailedAt: at } }],
    [
      "a screenshot that is too old",
      { ...screen, document: { ...screen.document, capturedAt: "2025-06-01" } },
    ],
    ["a rejected claim", refused("reject")],
    ["a withdrawn claim", refused("withdraw")],
    ["another company's report", { ...screen, document: { ...screen.document, kind: "report" as const } }],
  ])("%s", (_, other) => {
    expect(find([rule, screen])).toHaveLength(1);
    expect(find([rule, other])).toEqual([]);
  });
});

describe("the claims of a contradiction", () => {
  it("are those on the points that it is about, each in one pair at least", () => {
    const rule = buildWitness("Passwords are changed every 90 days.", "policy");
    const screen = buildWitness("Maximum password age: 365 days", "screenshot");
    const onPasswords = (words: string, from: Witness): Witness => ({
      ...from,
      claim: { ...from.claim, id: buildId(), pointWords: words },
    });
    const witnesses = [
      onPasswords("design: Written rules set the minimum strength of passwords.", rule),
      onPasswords("design: Rules for passwords are told to everybody.", rule),
      rule,
      onPasswords("operation: System settings enforce the minimum strength of passwords.", screen),
      screen,
    ];
    const found = find(witnesses);
    expect(found.map(({ claimId }) => claimId).toSorted()).toEqual(
      [witnesses[0]?.claim.id, witnesses[1]?.claim.id].toSorted(),
    );
    expect(new Set(found.map(({ otherClaimId }) => otherClaimId))).toEqual(new Set([witnesses[3]?.claim.id]));
    expect(found[0]?.reason).toBe(
      'On password age, "policy" says "every 90 days" and "screenshot" shows "365 days".',
    );
  });
});
