import { describe, expect, it } from "vitest";
import type { FrameworkFile, PublishedPair } from "./catalogue.ts";
import { buildFramework, buildLink, buildPoint, buildRequirement } from "./fixtures/subjects.fixture.ts";
import { countLinks, listPairsBetween, traceProvenance } from "./provenance.ts";

const strip = (id: string, requirement: string, newer?: string): FrameworkFile => {
  const { provenance, ...link } = buildLink();
  const { profile, ...framework } = buildFramework([], { id });
  return {
    ...framework,
    profile: newer === undefined ? profile : { ...profile, supersededBy: newer },
    requirements: [{ ...buildRequirement(requirement, []), links: [link] }],
  };
};
const pair = (from: [string, string], to: [string, string]): PublishedPair => ({
  from: { framework: from[0], id: from[1] },
  to: { framework: to[0], id: to[1] },
  relation: null,
  source: "The publisher",
});
const trace = (pairs: PublishedPair[], ...frameworks: FrameworkFile[]) =>
  traceProvenance(frameworks, [buildPoint()], pairs).map(
    ({ requirements }) => requirements[0]?.links[0]?.provenance,
  );

describe("the provenance of a link", () => {
  it("is authored while no publisher ties the requirement to what the point restates", () => {
    expect(trace([], strip("csf", "PR.1"))).toEqual([{ kind: "authored" }]);
    expect(trace([pair(["csf", "PR.1"], ["nist-800-53r5", "AC-2"])], strip("csf", "PR.1"))).toEqual([
      { kind: "authored" },
    ]);
  });

  it("is published when the requirement is paired with the control that the point names, in either direction", () => {
    const published = { kind: "published", source: "The publisher", via: ["nist-800-53r5 IA-2"] };
    expect(trace([pair(["csf", "PR.1"], ["nist-800-53r5", "IA-2"])], strip("csf", "PR.1"))).toEqual([
      published,
    ]);
    expect(trace([pair(["nist-800-53r5", "IA-2"], ["csf", "PR.1"])], strip("csf", "PR.1"))).toEqual([
      published,
    ]);
  });

  it("follows an older edition to the newer one where the publisher pairs them, and to no other framework", () => {
    const pairs = [pair(["old", "A.1"], ["new", "B.1"])];
    expect(trace(pairs, strip("old", "A.1", "new"), strip("new", "B.1"))).toEqual([
      { kind: "published", source: "The publisher", via: ["new B.1"] },
      { kind: "authored" },
    ]);
    expect(trace(pairs, strip("old", "A.1"), strip("new", "B.1"))).toEqual([
      { kind: "authored" },
      { kind: "authored" },
    ]);
  });

  it("is counted by kind, and no expert has reviewed any", () => {
    const published = buildLink({ provenance: { kind: "published", source: "The publisher", via: ["x"] } });
    expect(countLinks(buildFramework([buildRequirement("R1", [buildLink(), published])]))).toEqual({
      authored: 1,
      published: 1,
      expertReviewed: 0,
    });
  });
});

describe("published pairs", () => {
  it("read the same from both sides", () => {
    const pairs = [pair(["one", "A"], ["other", "X"])];
    expect(listPairsBetween(pairs, "one", "other")).toMatchObject([{ from: "A", to: "X" }]);
    expect(listPairsBetween(pairs, "other", "one")).toMatchObject([{ from: "X", to: "A" }]);
    expect(listPairsBetween(pairs, "one", "third")).toEqual([]);
  });
});
