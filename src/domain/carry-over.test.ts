import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { carryDecisions, type Decided, planCarryOver, remakeClaim } from "./carry-over.ts";
import type { Claim } from "./claim.ts";
import { buildClaim, buildDecision, buildId, writeWords } from "./fixtures/subjects.fixture.ts";
import type { Quote } from "./quote.ts";
import { buildQuotePlacer } from "./quote-place.ts";
import type { Decision } from "./review.ts";

const now = new Date("2026-09-01T10:00:00Z");
const quoteOf = (text: string, start = 0): Quote => ({
  documentId: buildId(),
  passageId: buildId(),
  start,
  end: start + text.length,
  pageNumber: 1,
  text,
  boxes: [],
});
const stand = (changes: Partial<Claim> = {}, ...actions: Decision["action"][]): Decided => {
  const claim = buildClaim(changes);
  const decisions = actions.map((action) => buildDecision({ claimId: claim.id, action }));
  return { claim, decisions };
};
const own = [quoteOf("All staff sign in with a second factor.")];
const other = [quoteOf("Contractors sign in with a security key.")];
const words = buildClaim().pointWords;
const rules = {
  place: (quote: Quote) => (quote.text.includes("gone") ? null : { ...quote, start: quote.start + 7 }),
  findWords: (): string | null => words,
  natures: ["design", "operation"] as const,
};
const plan = (older: Decided[], newer: Decided[], changes: Partial<typeof rules> = {}) => {
  const { carried, retired, reopened } = planCarryOver(older, newer, { ...rules, ...changes });
  return { carried: carried.map(({ claim, onto }) => [claim.id, onto?.id ?? null]), retired, reopened };
};
const nothing = { carried: [], retired: [], reopened: [] };

describe("what a newer version goes on with", () => {
  it("is what people decided, on the claim that says the same", () => {
    const [one, same] = [stand({ quotes: own }, "approve"), stand({ quotes: own })];
    expect(plan([one], [same])).toEqual({ ...nothing, carried: [[one.claim.id, same.claim.id]] });
    expect(plan([stand({ quotes: own })], [same])).toEqual(nothing);
  });

  it("is made again when the machine does not see it, or quotes other words", () => {
    const one = stand({ quotes: own }, "approve");
    const rival = stand({ quotes: other });
    expect(plan([one], [])).toEqual({ ...nothing, carried: [[one.claim.id, null]] });
    expect(plan([one], [rival])).toEqual({
      carried: [[one.claim.id, null]],
      retired: [rival.claim.id],
      reopened: [],
    });
    const doubting = stand({ quotes: own, stance: "contradicts" });
    expect(plan([one], [doubting]).retired).toEqual([doubting.claim.id]);
  });

  it("is asked anew when the words are gone, the point changed, or the kind proves it no more", () => {
    const one = stand({ quotes: own }, "approve", "approve");
    const rival = stand({ quotes: own });
    const asked = {
      ...nothing,
      reopened: [{ claimId: rival.claim.id, earlierId: one.claim.id }],
    };
    expect(plan([one], [rival], { place: () => null })).toEqual(asked);
    expect(plan([one], [rival], { findWords: () => "design: Other words." })).toEqual(asked);
    expect(plan([one], [rival], { findWords: () => null })).toEqual(asked);
    expect(plan([one], [rival], { natures: ["operation"] as never })).toEqual(asked);
    expect(plan([one], [], { place: () => null })).toEqual(nothing);
    const half = stand({ quotes: [...own, quoteOf("This sentence is gone now.")] }, "approve");
    expect(plan([half], [rival]).carried).toEqual([]);
  });

  it("is a refusal only of the words that were refused", () => {
    for (const action of ["reject", "withdraw"] as const) {
      const one = stand({ quotes: own }, action);
      const [same, rival] = [stand({ quotes: own }), stand({ quotes: other })];
      expect(plan([one], [same]).carried).toEqual([[one.claim.id, same.claim.id]]);
      expect(plan([one], []).carried).toEqual([[one.claim.id, null]]);
      expect(plan([one], [rival])).toEqual({
        ...nothing,
        reopened: [{ claimId: rival.claim.id, earlierId: one.claim.id }],
      });
    }
  });

  it("is nothing where people decided on the newer version itself", () => {
    const one = stand({ quotes: own }, "approve");
    expect(plan([one], [stand({ quotes: own }, "reject")])).toEqual(nothing);
    expect(plan([one], [stand({ quotes: other }, "approve")])).toEqual(nothing);
  });

  it("is an amendment as people made it; and that its words do not speak of the point that it was amended from", () => {
    const wrong = stand({ quotes: own, pointId: "other-rule" }, "amend");
    const right = stand({ quotes: own, amends: wrong.claim.id, validTo: "2027-01-01" }, "approve");
    const older = [{ ...wrong, claim: { ...wrong.claim, replacedBy: right.claim.id } }, right];
    const proposed = [stand({ quotes: own, pointId: "other-rule" }), stand({ quotes: own })];
    expect(plan(older, proposed)).toEqual({
      carried: [
        [wrong.claim.id, proposed[0]?.claim.id],
        [right.claim.id, null],
      ],
      retired: [proposed[1]?.claim.id],
      reopened: [],
    });
    const made = remakeClaim(
      { claim: right.claim, quotes: other },
      { id: buildId(), documentId: buildId(), at: now },
    );
    expect(made).toMatchObject({ amends: wrong.claim.id, carriedFrom: right.claim.id, validTo: null });
  });

  it("keeps the order in which it was decided, though all of it is carried over at one moment", () => {
    const decisions = [buildDecision(), buildDecision({ asRole: "validator" }), buildDecision()];
    const ids = ["c", "a", "b"];
    const carried = carryDecisions(decisions, "claim", ids, now);
    expect(carried.map(({ id, carriedFrom }) => [id, carriedFrom])).toEqual(
      decisions.map(({ id }, index) => [["a", "b", "c"][index], id]),
    );
    expect(carried[1]).toEqual({
      ...decisions[1],
      id: "b",
      claimId: "claim",
      decidedAt: now,
      carriedFrom: decisions[1]?.id,
    });
  });
});

describe("over random versions of a document", () => {
  const pool = Array.from({ length: 12 }, (_, index) => `The ${writeWords(`sentence ${index}`)} is kept.`);
  const blockArbitrary = fc.array(fc.integer({ min: 0, max: 11 }), { minLength: 1, maxLength: 4 });
  const versionArbitrary = fc.array(blockArbitrary, { minLength: 1, maxLength: 5 });
  const write = (version: number[][], gap: string, lead: string) => {
    const blocks: { kind: "paragraph"; start: number; end: number }[] = [];
    let text = "";
    for (const sentences of version) {
      const start = text.length;
      text += sentences.map((at) => `${at % 5 === 0 ? lead : ""}${pool[at]}`).join(gap);
      blocks.push({ kind: "paragraph", start, end: text.length });
      text += "\n\n";
    }
    return { text, blocks, pages: [] };
  };
  const passagesOf = (documentId: string, { blocks, text }: ReturnType<typeof write>) =>
    blocks.map(({ start, end }, ordinal) => ({
      id: buildId(),
      documentId,
      ordinal,
      start,
      end,
      pageNumber: 1,
      headingPath: [],
      text: text.slice(start, end),
    }));

  it("carries a decision over exactly when the quotes, their sentences and the point are unchanged", () => {
    let [carriedCount, refusedCount] = [0, 0];
    fc.assert(
      fc.property(
        versionArbitrary,
        versionArbitrary,
        fc.constantFrom("", "It is not true that "),
        fc.array(fc.record({ chosen: fc.nat(), isWhole: fc.boolean(), isReworded: fc.boolean() }), {
          minLength: 1,
          maxLength: 4,
        }),
        (before, after, lead, drawn) => {
          const [older, newer] = [write(before, " ", ""), write(after, "\n", lead)];
          const documentId = buildId();
          const passages = passagesOf(documentId, newer);
          const place = buildQuotePlacer(older, { documentId, reading: newer, passages });
          const claims = drawn.flatMap(({ chosen, isWhole, isReworded }, index) => {
            const at = before.flat()[chosen % before.flat().length] ?? 0;
            const text = (pool[at] ?? "").slice(0, isWhole ? undefined : 30);
            const start = older.text.indexOf(text);
            const pointWords = isReworded ? "design: Old." : words;
            const quotes = [{ ...quoteOf(text, start), documentId }];
            return start < 0
              ? []
              : [{ at, one: stand({ pointId: `p${index}`, quotes, pointWords }, "approve") }];
          });
          const { carried } = planCarryOver(
            claims.map(({ one }) => one),
            [],
            { ...rules, place },
          );
          for (const { at, one } of claims) {
            const found = carried.find(({ claim }) => claim.id === one.claim.id);
            const stands = after.flat().includes(at) && (lead === "" || at % 5 !== 0);
            expect(found !== undefined).toBe(stands && one.claim.pointWords === words);
            if (!found) refusedCount += 1;
            for (const quote of found?.quotes ?? []) {
              carriedCount += 1;
              expect(newer.text.slice(quote.start, quote.end)).toBe(quote.text);
              const passage = passages.find(({ id }) => id === quote.passageId);
              expect(passage && passage.start <= quote.start && quote.end <= passage.end).toBe(true);
            }
          }
        },
      ),
      { numRuns: 1_000 },
    );
    expect(Math.min(carriedCount, refusedCount)).toBeGreaterThan(200);
  });
});
