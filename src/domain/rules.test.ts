import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildClaim } from "./fixtures/subjects.fixture.ts";
import { buildLexicon } from "./lexicon.ts";
import { canDecide, hasRole } from "./principal.ts";
import { buildRanking, standardize } from "./ranking.ts";
import { builtInScorer, findProbability, fitScorer } from "./scorer.ts";
import { parseKey, writeKey } from "./secret.ts";
import { splitSentences } from "./sentences.ts";
import { triage } from "./triage.ts";
import { findValidity, isStale } from "./validity.ts";

describe("the key's form", () => {
  const parts = { id: "abcdefgh1234", secret: "A".repeat(40) };

  it("is read back as it was written", () => {
    expect(parseKey(writeKey(parts))).toEqual(parts);
  });

  it("shows every single typing mistake by its checksum", () => {
    const key = writeKey(parts);
    for (let at = 3; at < key.length; at += 1) {
      const other = key[at] === "b" ? "c" : "b";
      expect(parseKey(`${key.slice(0, at)}${other}${key.slice(at + 1)}`)).toBeNull();
    }
  });
});

describe("who may decide", () => {
  const principal = { id: "", organizationId: "", name: "x", kind: "person" as const };

  it("is a person with a deciding role, never a machine and not the administrator as such", () => {
    expect(canDecide({ ...principal, roles: ["reviewer"] })).toBe(true);
    expect(canDecide({ ...principal, roles: ["admin"] })).toBe(false);
    expect(canDecide({ ...principal, kind: "service", roles: ["reviewer"] })).toBe(false);
    expect(hasRole({ ...principal, roles: ["admin"] }, ["client"])).toBe(true);
  });
});

describe("triage", () => {
  const guarded = buildClaim({ guards: ["planned"] });

  it("sends a guarded, an unsure and a contradicting claim to people, each with its reason", () => {
    expect(triage(guarded, 0.9, 1).reasons).toEqual(["planned"]);
    expect(triage(buildClaim({ probability: 0.5 }), 0.9, 1).reasons).toEqual(["low_probability"]);
    expect(triage(buildClaim({ stance: "contradicts" }), 0.9, 1).reasons).toEqual(["contradiction"]);
  });

  it("samples a fifth of what would go unseen", () => {
    expect(triage(buildClaim(), 0.19, 1).reasons).toEqual(["sampled"]);
    expect(triage(buildClaim(), 0.21, 1).reasons).toEqual([]);
  });

  it("draws from all that could go unseen, sure or not, and never what a guard sends to people", () => {
    expect(triage(buildClaim(), 0.19, 1).isSample).toBe(true);
    const unsure = buildClaim({ probability: 0.5 });
    expect(triage(unsure, 0.19, 1)).toMatchObject({ reasons: ["low_probability"], isSample: true });
    expect(triage(unsure, 0.21, 1).isSample).toBe(false);
    expect(triage(buildClaim(), 0.4, 1, 0.5).isSample).toBe(true);
    for (const other of [guarded, buildClaim({ stance: "contradicts" }), buildClaim({ stance: "partly" })])
      expect(triage(other, 0, 1).isSample).toBe(false);
    expect(triage(buildClaim(), 0.1, 1).value).toBeGreaterThan(triage(unsure, 0.9, 1).value - 0.001);
  });

  it("asks nobody about a rule that can never lift a point of operation, unless it attacks the analyser", () => {
    expect(triage(buildClaim({ stance: "partly", probability: 0.4 }), 0, 1).reasons).toEqual([]);
    expect(triage(buildClaim({ stance: "partly", guards: ["injection"] }), 0, 1).reasons).toContain(
      "injection",
    );
  });

  it("puts first what would lift more requirements", () => {
    expect(triage(guarded, 1, 9).value).toBeGreaterThan(triage(guarded, 1, 2).value);
  });
});

describe("validity", () => {
  const dates = {
    kind: "policy" as const,
    effectiveFrom: null,
    effectiveTo: null,
    capturedAt: null,
    periodStart: null,
    periodEnd: null,
    uploadedAt: new Date("2026-03-01T00:00:00Z"),
  };

  it("of a policy is twelve months from its date unless it says otherwise", () => {
    expect(findValidity({ ...dates, effectiveFrom: "2026-01-01" })).toEqual({
      from: "2026-01-01",
      to: "2027-01-01",
      isAssumed: false,
    });
    expect(findValidity({ ...dates, effectiveFrom: "2026-01-01", effectiveTo: "2026-06-01" }).to).toBe(
      "2026-06-01",
    );
  });

  it("of a screenshot is 90 days", () => {
    const validity = findValidity({ ...dates, kind: "screenshot", capturedAt: "2026-01-01" });
    expect(isStale(validity, new Date("2026-04-01T23:00:00Z"))).toBe(false);
    expect(isStale(validity, new Date("2026-04-02T00:00:00Z"))).toBe(true);
  });

  it("says when no date was in the file", () => {
    expect(findValidity(dates).isAssumed).toBe(true);
  });
});

describe("the lexicon", () => {
  const lexicon = buildLexicon((word) => word.replace(/s$/, ""), [["mfa", "multi-factor authentication"]]);

  it("gives the phrases of a class one token in common", () => {
    const shared = lexicon
      .tokenize("MFA")
      .filter((token) => lexicon.tokenize("multi-factor authentication").includes(token));
    expect(shared).toEqual(["~0"]);
  });

  it("matches whole words only and drops the empty ones", () => {
    expect(lexicon.tokenize("the mfas of it")).toEqual(["mfa", "~0"]);
    expect(lexicon.tokenize("smfax")).toEqual(["smfax"]);
  });
});

describe("ranking", () => {
  it("scores the text with the rarer word higher", () => {
    const ranking = buildRanking([
      { id: "a", tokens: ["backup", "test"] },
      { id: "b", tokens: ["backup", "key"] },
      { id: "c", tokens: ["backup", "test"] },
    ]);
    const [a = 0, b = 0] = ranking.score(["backup", "key"]);
    expect(b).toBeGreaterThan(a);
    expect([...ranking.score(["nothing"])]).toEqual([0, 0, 0]);
  });

  it("standardizes to mean 0 and deviation 1, and equal values to 0", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2 }), (values) => {
        const scores = standardize(values);
        const mean = scores.reduce((sum, value) => sum + value, 0) / scores.length;
        expect(Math.abs(mean)).toBeLessThan(1e-6);
      }),
    );
    expect([...standardize([3, 3])]).toEqual([0, 0]);
    // Their mean as computed is not what they are.
    expect([...standardize([0.1, 0.1, 0.1])]).toEqual([0, 0, 0]);
    expect([...standardize([-999.9999999885056, -999.9999999885061])]).toEqual([1, -1]);
  });
});

describe("the scorer", () => {
  it("stays between 0 and 1 for any features", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.double({ min: -1e6, max: 1e6, noNaN: true })), (features) => {
        const probability = findProbability(builtInScorer, features);
        return probability >= 0 && probability <= 1;
      }),
    );
  });

  it("learns from examples which feature matters", () => {
    const examples = Array.from({ length: 200 }, (_, index) => ({
      features: { lexical: index % 2 === 0 ? 3 : 0, dense: (index * 7) % 5 },
      isRight: index % 2 === 0,
    }));
    const scorer = fitScorer(examples, { version: "test" });
    expect(findProbability(scorer, { lexical: 3, dense: 2 })).toBeGreaterThan(0.8);
    expect(findProbability(scorer, { lexical: 0, dense: 2 })).toBeLessThan(0.2);
  });
});

describe("sentences", () => {
  it("are exact trimmed slices; every line is one of its own", () => {
    const text = "First one. Second (e.g. this) one!  \nA line: value\n\n3.2 stays whole.";
    const slices = splitSentences(text).map(({ start, end }) => text.slice(start, end));
    expect(slices).toEqual(["First one.", "Second (e.g. this) one!", "A line: value", "3.2 stays whole."]);
  });
});
