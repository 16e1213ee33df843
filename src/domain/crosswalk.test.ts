import { describe, expect, it } from "vitest";
import type { Framework, Link } from "./catalogue.ts";
import { buildCrosswalk, measureOverlap } from "./crosswalk.ts";

const buildFramework = (id: string, requirements: Record<string, [string, boolean][]>): Framework => ({
  id,
  title: id,
  edition: "1",
  publisher: "p",
  profile: {
    purpose: "A test of it",
    region: "nowhere",
    attestation: "A test report",
    assessmentCycle: "Every test run",
  },
  requirements: Object.entries(requirements).map(([requirementId, points]) => ({
    id: requirementId,
    title: "Requirement",
    group: "R",
    keywords: ["x"],
    links: points.map(
      ([point, required]): Link => ({ point, required, relation: "subset_of", rationale: "It is a part." }),
    ),
  })),
});

describe("a crosswalk", () => {
  const one = buildFramework("one", {
    A: [
      ["backup", true],
      ["restore", true],
    ],
    B: [["badge", true]],
  });
  const other = buildFramework("other", {
    X: [
      ["backup", true],
      ["restore", false],
    ],
    Y: [["visitors", true]],
  });

  it("pairs requirements that rest on the same points, and tells which of them both need", () => {
    expect(buildCrosswalk(one, other)).toEqual([
      { from: "A", to: "X", relation: "superset_of", points: ["backup", "restore"], required: ["backup"] },
    ]);
  });

  it("reads the same from the other side", () => {
    const back = buildCrosswalk(other, one).map(({ from, to, ...rest }) => ({ from: to, to: from, ...rest }));
    const turned = buildCrosswalk(one, other).map((crossing) => ({ ...crossing, relation: "subset_of" }));
    expect(back).toEqual(turned);
  });

  it("counts the requirements that the other's points cover whole, in part and not at all", () => {
    expect(measureOverlap(one, other)).toEqual({ all: 2, whole: 1, part: 0, none: 1, sharedPoints: 2 });
    expect(measureOverlap(other, one)).toEqual({ all: 2, whole: 1, part: 0, none: 1, sharedPoints: 2 });
  });
});
