import { describe, expect, it } from "vitest";
import { type Assessor, listDifferences, writeAssessor } from "./assessor.ts";

const now: Assessor = {
  analyser: "local-3/scorer-2",
  embedder: "text-embedding 3",
  catalogue: "1f2e3d4c5b6a7988",
  judge: "llama-9 judge-claims@2",
};

describe("what assessed a document", () => {
  it("is the same as what there is now: nothing differs", () => {
    expect(listDifferences(writeAssessor(now), now)).toEqual([]);
    expect(listDifferences(null, now)).toEqual([]);
  });

  it.each([
    ["analyser", { ...now, analyser: "local-2/scorer-1" }],
    ["catalogue", { ...now, catalogue: "0000000000000000" }],
    ["judge", { ...now, judge: "llama-9 judge-claims@1" }],
    ["judge", { ...now, judge: null }],
  ] as const)("differs in its %s", (part, before) => {
    expect(listDifferences(writeAssessor(before), now)).toEqual([{ part, was: before[part], is: now[part] }]);
  });

  it("differs in its embedder", () => {
    const before = { ...now, embedder: "counting-64" };
    expect(listDifferences(writeAssessor(before), now)).toEqual([
      { part: "embedder", was: "counting-64", is: "text-embedding 3" },
    ]);
  });
});
