import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Framework, Point } from "./catalogue.ts";
import { buildOscalCatalogFile } from "./fixtures/oscal-catalog.fixture.ts";
import { strictCatalogSchema, strictMappingSchema } from "./fixtures/oscal-structure.fixture.ts";
import { buildPoint } from "./fixtures/subjects.fixture.ts";
import type { Outcome } from "./flaw.ts";
import { parseOscalCatalog } from "./oscal-catalog.ts";
import { exportOscalCatalog } from "./oscal-export.ts";
import { importOscalCatalog } from "./oscal-import.ts";
import { exportOscalMapping } from "./oscal-mapping.ts";
import { buildOwnFramework, type OwnFramework } from "./own-framework.ts";

const newUuid = (name: string) =>
  createHash("sha1")
    .update(name)
    .digest("hex")
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5");
const stamp = { lastModified: new Date("2026-02-03T04:05:06Z"), newUuid };
const profile = {
  purpose: "A test of it",
  region: "nowhere",
  attestation: "A test report",
  assessmentCycle: "Every test run",
};

const accept = <T>(outcome: Outcome<T>): T => {
  if ("flaws" in outcome) throw outcome.flaws;
  return outcome.value;
};
const unnamed = { title: null, edition: null, publisher: null };
const read = (file: unknown, id: string) =>
  accept(importOscalCatalog(accept(parseOscalCatalog(file)), { id, ...unnamed }));
const exportOwn = ({ framework, topics }: OwnFramework) => {
  const points = new Map<string, Point>(
    topics.flatMap((topic) => topic.points.map((point) => [point.id, point])),
  );
  return exportOscalCatalog(framework, points, stamp);
};
/** What has to survive: each requirement with its statements, what they need and what they are. */
const outline = ({ framework, topics }: OwnFramework) => {
  const points = new Map(topics.flatMap((topic) => topic.points.map((point) => [point.id, point])));
  return framework.requirements.map(({ id, title, group, links }) => ({
    id,
    title,
    group,
    statements: links.map(({ point, required }) => {
      const { statement, nature, frequency } = points.get(point) ?? {};
      return [statement, nature, frequency, required];
    }),
  }));
};

describe("a framework as an OSCAL catalog", () => {
  const rule = buildPoint();
  const practice = buildPoint({
    id: "mfa-on",
    statement: "Multi-factor *authentication* is [on](x) {{ y }}.",
  });
  const link = (point: string, required: boolean) => ({
    point,
    relation: "subset_of" as const,
    required,
    rationale: "why not",
    provenance: { kind: "authored" as const },
  });
  const framework: Framework = {
    id: "law",
    title: "The Law",
    edition: "2020",
    publisher: "A parliament",
    profile,
    informative: [{ id: "Art. 1", title: "Definitions", why: "It only defines words." }],
    requirements: [
      {
        id: "Art. 2(1)(a)",
        title: "Sign-in",
        group: "I",
        keywords: ["x"],
        links: [link(rule.id, true), link("mfa-on", false)],
      },
      { id: "1798.100", title: "Again", group: "II", keywords: ["x"], links: [link("mfa-on", true)] },
      { id: "Art. 2 1 a", title: "Near", group: "I", keywords: ["x"], links: [link(rule.id, true)] },
    ],
  };
  const points = new Map([rule, practice].map((point) => [point.id, point]));
  const file = exportOscalCatalog(framework, points, stamp);

  it("has the published structure, with tokens as ids, each used once", () => {
    expect(strictCatalogSchema.safeParse(file).error).toBeUndefined();
    const ids = file.catalog.groups.flatMap(({ controls }) => controls.map(({ id }) => id));
    expect(ids).toEqual(["art.-2-1-a_1", "art.-2-1-a_2", "c-1798.100", "art.-1"]);
  });

  it("comes back with the same requirements and statements, and leaves out what demands nothing", () => {
    const own = read(file, "law");
    expect(own.framework).toMatchObject({ title: "The Law", edition: "2020", publisher: "A parliament" });
    expect(own.informative).toEqual(["Art. 1"]);
    expect(
      outline(own).map(({ id, statements }) => [
        id,
        ...statements.map(([text, , , required]) => `${text} ${required}`),
      ]),
    ).toEqual([
      ["Art. 2(1)(a)", `${rule.statement} true`, `${practice.statement} false`],
      ["Art. 2 1 a", `${rule.statement} true`],
      ["1798.100", `${practice.statement} true`],
    ]);
  });

  it("is the same file for the same framework, and another one when a word changes", () => {
    expect(exportOscalCatalog(framework, points, stamp)).toEqual(file);
    const changed = new Map(points).set(rule.id, { ...rule, statement: `${rule.statement} Always.` });
    expect(exportOscalCatalog(framework, changed, stamp).catalog.uuid).not.toBe(file.catalog.uuid);
  });

  it("survives a journey from NIST's shape to an own framework and back", () => {
    const own = read(buildOscalCatalogFile(), "lights");
    const again = exportOwn(own);
    expect(strictCatalogSchema.safeParse(again).error).toBeUndefined();
    expect(outline(read(again, "lights"))).toEqual(outline(own));
  });

  it("survives the journey with any words", () => {
    const mark = fc.constantFrom(
      "*",
      "**",
      "`",
      "[",
      "](",
      ")",
      "\\",
      "{{",
      "}}",
      "<",
      "_",
      "; and",
      ":",
      "ab",
      " ",
      "é",
    );
    // Statements end as sentences do; an import takes the commas and semicolons of lists away.
    const words = fc
      .array(mark, { minLength: 1, maxLength: 30 })
      .map((marks) => `${marks.join("")} is in use.`.replace(/\s+/g, " ").trim());
    const given = fc.uniqueArray(
      fc.tuple(words, fc.array(words, { minLength: 1, maxLength: 3 }), fc.boolean()),
      { minLength: 1, maxLength: 5, selector: ([id]) => id },
    );
    fc.assert(
      fc.property(given, (rows) => {
        const own = accept(
          buildOwnFramework(
            { id: "any", title: "Any words", edition: "1", publisher: "p" },
            rows.map(([title, texts, hasSupport], at) => ({
              id: `R-${at + 1}`,
              title,
              group: "All",
              nist80053: [],
              statements: texts.map((text, index) => ({
                labels: [String(index)],
                text,
                isRequired: index === 0 || !hasSupport,
                nature: index % 2 === 0 ? "design" : null,
                frequency: null,
                keywords: [],
              })),
            })),
          ),
        );
        const file = exportOwn(own);
        expect(strictCatalogSchema.safeParse(file).error).toBeUndefined();
        const sort = (framework: OwnFramework) =>
          outline(framework).map(({ statements, ...rest }) => ({
            ...rest,
            statements: statements.map(String).toSorted(),
          }));
        expect(sort(read(file, "any"))).toEqual(sort(own));
      }),
      { numRuns: 200 },
    );
  });

  it("maps to another framework through the points that both link", () => {
    const other: Framework = {
      ...framework,
      id: "norm",
      title: "The Norm",
      requirements: [
        { id: "N.1", title: "Sign-in", group: "N", keywords: ["x"], links: [link(rule.id, true)] },
        { id: "N.2", title: "Lamps", group: "N", keywords: ["x"], links: [link("lamps", true)] },
      ],
    };
    const { "mapping-collection": collection } = accept(exportOscalMapping(framework, other, [], stamp));
    expect(strictMappingSchema.safeParse({ "mapping-collection": collection }).error).toBeUndefined();
    const [mapping] = collection.mappings;
    expect(
      mapping?.maps.map(({ relationship, sources, targets }) => [
        sources[0]?.["id-ref"],
        relationship,
        targets[0]?.["id-ref"],
      ]),
    ).toEqual([
      ["art.-2-1-a_1", "equivalent-to", "n.1"],
      ["art.-2-1-a_2", "equivalent-to", "n.1"],
    ]);
    expect(mapping?.["source-gap-summary"]?.["unmapped-controls"]).toEqual([{ "with-ids": ["c-1798.100"] }]);
    expect(mapping?.["target-gap-summary"]?.["unmapped-controls"]).toEqual([{ "with-ids": ["n.2"] }]);
    expect(mapping?.["source-resource"].href).toBe(`#${collection["back-matter"].resources[0]?.uuid}`);
  });

  it("maps nothing to a framework that shares nothing", () => {
    const alien = {
      ...framework,
      requirements: [
        { id: "N.2", title: "Lamps", group: "N", keywords: ["x"], links: [link("lamps", true)] },
      ],
    };
    expect(exportOscalMapping(framework, alien, [], stamp)).toEqual({
      flaws: [expect.stringContaining("share no point")],
    });
  });
});
