import { describe, expect, it } from "vitest";
import type { FrameworkFile } from "./catalogue.ts";
import { findCatalogueFlaws } from "./catalogue-flaws.ts";
import { buildPoint } from "./fixtures/subjects.fixture.ts";

type Link = FrameworkFile["requirements"][number]["links"][number];

const find = (links: Link[], points = [buildPoint()], parts?: FrameworkFile["parts"]) =>
  findCatalogueFlaws(
    {
      topics: [{ id: "t", title: "Topic", category: "PR", points }],
      frameworks: [
        {
          id: "f",
          title: "F",
          edition: "1",
          publisher: "p",
          profile: {
            purpose: "A test of it",
            region: "nowhere",
            attestation: "A test report",
            assessmentCycle: "Every test run",
          },
          ...(parts && { parts }),
          requirements: [{ id: "R1", title: "Requirement", group: "R", keywords: ["x"], links }],
        },
      ],
    },
    new Set(["IA-2"]),
  );
const link = (changes: Partial<Link> = {}): Link => ({
  point: "mfa-rule",
  relation: "equal",
  required: true,
  rationale: "They say the same.",
  ...changes,
});

describe("a catalogue", () => {
  it("is sound when a requirement is met by a point that equals it", () => {
    expect(find([link()])).toEqual([]);
  });

  it("has a flaw when a requirement links a point that does not exist", () => {
    expect(find([link(), link({ point: "ghost" })])).toEqual(["f R1 links the unknown point ghost."]);
  });

  it("has a flaw when nothing is required, or only a part of the demand", () => {
    expect(find([link({ required: false })])).toEqual(["f R1 has no required point."]);
    expect(find([link({ relation: "subset_of" })])).toEqual([
      "f R1 is met by one point that is only a part of it.",
    ]);
  });

  it("has a flaw when a point that merely overlaps is required", () => {
    expect(find([link({ relation: "intersects_with" })])).toEqual([
      "f R1 requires a point that only overlaps it.",
    ]);
  });

  it("lets one of several points meet a demand, and has a flaw when there is nothing to choose from", () => {
    const passkey = buildPoint({
      id: "passkey-rule",
      statement: "Written rules require passkeys for all staff.",
    });
    const either = { relation: "subset_of", oneOf: "way" } as const;
    const both = [link(either), link({ ...either, point: "passkey-rule" })];
    expect(find(both, [buildPoint(), passkey])).toEqual([]);
    expect(find([link({ oneOf: "way" })])).toEqual(["f R1 has an alternative with nothing to choose from."]);
    expect(
      find([link(), link({ point: "passkey-rule", oneOf: "way", required: false })], [buildPoint(), passkey]),
    ).toContain("f R1 has an alternative that is not required.");
  });

  it("has a flaw when a requirement is in no part of its framework, or a point names a control not in force", () => {
    const part = { id: "p", title: "Part", groups: ["Q"], isAlways: false, isFixed: false };
    expect(find([link()], [buildPoint()], [part])).toEqual([
      "f R1 is in 0 parts of its framework instead of one.",
    ]);
    expect(find([link()], [buildPoint({ nist80053: ["ZZ-9"] })])).toEqual([
      "Point mfa-rule names ZZ-9, which is no control in force.",
    ]);
  });

  it("has a flaw when a point serves nothing or is defined twice", () => {
    const orphan = buildPoint({ id: "orphan", statement: "Nobody links to this point at all." });
    expect(find([link()], [buildPoint(), orphan])).toEqual(["Point orphan serves no requirement."]);
    expect(
      find([link()], [buildPoint(), buildPoint({ statement: "Other words under the same id." })]),
    ).toContain("Point mfa-rule is defined twice.");
  });
});
