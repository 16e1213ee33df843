import { describe, expect, it } from "vitest";
import { buildCrosswalk, measureOverlap } from "./crosswalk.ts";
import { buildFramework, buildLink, buildRequirement } from "./fixtures/subjects.fixture.ts";

const build = (id: string, requirements: Record<string, [string, boolean][]>) =>
  buildFramework(
    Object.entries(requirements).map(([requirementId, points]) =>
      buildRequirement(
        requirementId,
        points.map(([point, required]) => buildLink({ point, required })),
      ),
    ),
    { id },
  );

describe("a crosswalk", () => {
  const one = build("one", {
    A: [
      ["backup", true],
      ["restore", true],
    ],
    B: [["badge", true]],
  });
  const other = build("other", {
    X: [
      ["backup", true],
      ["restore", false],
    ],
    Y: [["visitors", true]],
  });

  it("pairs requirements that rest on the same points, and tells which of them both need", () => {
    expect(buildCrosswalk(one, other, [])).toEqual([
      {
        from: "A",
        to: "X",
        relation: "superset_of",
        points: ["backup", "restore"],
        required: ["backup"],
        published: null,
      },
    ]);
  });

  it("reads the same from the other side", () => {
    const back = buildCrosswalk(other, one, []).map(({ from, to, ...rest }) => ({
      from: to,
      to: from,
      ...rest,
    }));
    const turned = buildCrosswalk(one, other, []).map((crossing) => ({ ...crossing, relation: "subset_of" }));
    expect(back).toEqual(turned);
  });

  it("tells which pairs a publisher ties, in either direction, also where no point is shared", () => {
    const pairs = [
      {
        from: { framework: "other", id: "X" },
        to: { framework: "one", id: "A" },
        relation: "merged",
        source: "Annex",
      },
      {
        from: { framework: "one", id: "B" },
        to: { framework: "other", id: "Y" },
        relation: null,
        source: "Annex",
      },
    ];
    expect(
      buildCrosswalk(one, other, pairs).map(({ from, to, relation, published }) => [
        from,
        to,
        relation,
        published,
      ]),
    ).toEqual([
      ["A", "X", "superset_of", { source: "Annex", relation: "merged" }],
      ["B", "Y", null, { source: "Annex", relation: null }],
    ]);
  });

  it("holds a demand for met when the other framework needs one of its alternatives", () => {
    const either = buildFramework([
      buildRequirement(
        "A",
        ["backup", "restore"].map((point) => buildLink({ point, oneOf: "way" })),
      ),
    ]);
    const [crossing] = buildCrosswalk(either, build("other", { X: [["restore", true]] }), []);
    expect(crossing?.relation).toBe("subset_of");
    expect(measureOverlap(either, build("other", { X: [["restore", true]] }))).toMatchObject({ whole: 1 });
  });

  it("counts the requirements that the other's points cover whole, in part and not at all", () => {
    expect(measureOverlap(one, other)).toEqual({ all: 2, whole: 1, part: 0, none: 1, sharedPoints: 2 });
    expect(measureOverlap(other, one)).toEqual({ all: 2, whole: 1, part: 0, none: 1, sharedPoints: 2 });
  });
});
