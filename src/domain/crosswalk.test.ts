import { describe, expect, it } from "vitest";
import type { Framework, Link } from "./catalogue.ts";
import { buildCrosswalk } from "./crosswalk.ts";

const buildFramework = (id: string, requirements: Record<string, [string, boolean][]>): Framework => ({
  id,
  title: id,
  edition: "1",
  publisher: "p",
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
      { from: "A", to: "X", points: ["backup", "restore"], required: ["backup"] },
    ]);
  });

  it("reads the same from the other side", () => {
    const back = buildCrosswalk(other, one).map(({ from, to, ...rest }) => ({ from: to, to: from, ...rest }));
    expect(back).toEqual(buildCrosswalk(one, other));
  });
});
