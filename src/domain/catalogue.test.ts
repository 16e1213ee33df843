import { describe, expect, it } from "vitest";
import { findCatalogueFlaws, type Link } from "./catalogue.ts";
import { buildPoint } from "./fixtures/subjects.fixture.ts";

const find = (links: Link[], points = [buildPoint()]) =>
  findCatalogueFlaws({
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
        requirements: [{ id: "R1", title: "Requirement", group: "R", keywords: ["x"], links }],
      },
    ],
  });
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

  it("has a flaw when a point serves nothing or is defined twice", () => {
    const orphan = buildPoint({ id: "orphan", statement: "Nobody links to this point at all." });
    expect(find([link()], [buildPoint(), orphan])).toEqual(["Point orphan serves no requirement."]);
    expect(
      find([link()], [buildPoint(), buildPoint({ statement: "Other words under the same id." })]),
    ).toContain("Point mfa-rule is defined twice.");
  });
});
