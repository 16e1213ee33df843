import { describe, expect, it } from "vitest";
import { buildAnalyser, listCatalogueTexts } from "./analyser.ts";
import type { Catalogue } from "./catalogue.ts";
import { buildFramework, buildLink, buildPoint, buildRequirement } from "./fixtures/subjects.fixture.ts";
import { buildLexicon } from "./lexicon.ts";
import { featureNames } from "./scorer.ts";
import { buildWordChooser } from "./words.ts";

const mfa = buildPoint({
  id: "mfa-on",
  statement: "Multi-factor authentication is enforced for administrators.",
  nature: "operation",
});
const backup = buildPoint({
  id: "backups-completed",
  statement: "Backups of production data complete at the planned interval.",
  nature: "operation",
  keywords: ["backup", "backup job", "snapshot", "restore", "retention", "copy"],
});
const catalogue: Catalogue = {
  version: "v1",
  topics: [{ id: "t", title: "Topic", category: "PR", points: [mfa, backup] }],
  frameworks: [
    buildFramework([
      {
        ...buildRequirement("R1", [buildLink({ point: "mfa-on", relation: "equal" })]),
        title: "Sign-in",
        keywords: ["sign-in"],
      },
      {
        ...buildRequirement("R2", [buildLink({ point: "backups-completed", relation: "equal" })]),
        title: "Backup",
        keywords: ["backup"],
      },
    ]),
  ],
  targets: [],
  pairs: [],
};
const lexicon = buildLexicon((word) => word.replace(/s$/, ""), [["mfa", "multi-factor authentication"]]);
const vectors = new Map(listCatalogueTexts(catalogue).map((text) => [text, [0]] as const));
const analyser = buildAnalyser(catalogue, vectors, lexicon);
const ask = (text: string) => ({ heading: "", text, vector: [0] });

describe("the local analyser", () => {
  it("ranks first the point that a text speaks of, by a synonym too", () => {
    const rank = (text: string) => analyser.rankPoints(ask(text), null, 2).map(({ pointId }) => pointId)[0];
    expect(rank("Nightly backup jobs of production data completed.")).toBe("backups-completed");
    expect(rank("MFA is on.")).toBe("mfa-on");
  });

  it("gives the same answer for the same text", () => {
    const query = ask("MFA is on for administrators.");
    expect(analyser.rankPoints(query, "screenshot", 2)).toEqual(analyser.rankPoints(query, "screenshot", 2));
  });

  it("tells every feature that the scorer weighs, but for those of a judge and a sceptic", () => {
    const [first] = analyser.rankPoints(ask("MFA is on."), "screenshot", 1);
    const own = featureNames.filter((name) => name !== "agreed" && name !== "doubted");
    expect(Object.keys(first?.features ?? {}).toSorted()).toEqual(own.toSorted());
  });

  it("ranks requirements with the point that speaks for each", () => {
    const [framework] = catalogue.frameworks;
    const ranked = framework
      ? analyser.rankRequirements(framework, ask("Backups complete every night."), 20)
      : [];
    expect(ranked.map(({ requirementId, pointId }) => [requirementId, pointId])[0]).toEqual([
      "R2",
      "backups-completed",
    ]);
    expect(ranked).toHaveLength(2);
  });
});

describe("the words chosen for a point", () => {
  const chooser = buildWordChooser([mfa, backup], lexicon);
  const choose = (text: string, pointId: string) => chooser.choose(chooser.prepare(text), pointId);

  it("are the sentence that speaks of it", () => {
    const text = "We sell software. Backups of production data complete every night. We have an office.";
    expect(choose(text, "backups-completed").words).toBe("Backups of production data complete every night.");
  });

  it("are the line with a state rather than the title above it", () => {
    const screen = "Multi-factor authentication\nMFA for administrators: Not enforced\nSessions: 30 minutes";
    expect(choose(screen, "mfa-on")).toMatchObject({
      words: "MFA for administrators: Not enforced",
      isOpposed: true,
    });
  });

  it("are not opposed by the state of something else on the screen", () => {
    const screen = "MFA for administrators: Enforced\nDark theme: Off";
    expect(choose(screen, "mfa-on").isOpposed).toBe(false);
  });

  it("are taken with the list that they announce, as much of it as can be read at a glance", () => {
    const item = "- The job runs at two in the morning.";
    const lead = "Backups of production data complete every night as follows:";
    const choose = (text: string) => analyser.chooseWords(text, "backups-completed").words;
    expect(choose(`${lead}\n${item}\n${item}\nThe kitchen is cleaned daily.`)).toBe(
      `${lead}\n${item}\n${item}`,
    );
    expect(choose(`${lead}\nfirst the ledger;\nthen all the rest.\nThe kitchen is clean.`)).toBe(
      `${lead}\nfirst the ledger;\nthen all the rest.`,
    );
    expect(choose([lead, ...Array<string>(20).fill(item)].join("\n")).length).toBeLessThan(301);
    expect(choose(lead)).toBe(lead);
  });

  it("are taken with a neighbour when they are too short to be a quote", () => {
    expect(choose("MFA\nis on for all", "mfa-on").words).toBe("MFA\nis on for all");
  });
});
