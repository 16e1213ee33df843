import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countServed, listPoints } from "../domain/catalogue.ts";
import { hardestMeanGrade, lintCatalogue, measureReadingGrade } from "../domain/catalogue-lint.ts";
import { countLinks, listPairsBetween } from "../domain/provenance.ts";
import { type CatalogueFiles, type Fact, readCatalogueFiles } from "../engines/catalogue-files.ts";
import { openTestDatabase } from "../fixtures/product.fixture.ts";
import { getCatalogue, insertCatalogue } from "../store/catalogues.ts";
import { parseCatalogue } from "./load-catalogue.ts";

let files: CatalogueFiles;
beforeAll(async () => {
  files = await readCatalogueFiles();
});

describe("the built-in catalogue", () => {
  it("has every requirement of each framework, and no flaw", () => {
    const { frameworks, topics } = parseCatalogue(files);
    expect(frameworks.map(({ id, requirements }) => [id, requirements.length])).toEqual([
      ["ccpa", 89],
      ["gdpr", 133],
      ["iso27001-2013", 114 + 26],
      ["iso27001-2022", 93 + 30],
      ["nist-csf-1.1", 108],
      ["nist-csf-2.0", 106],
      ["pipeda", 62],
      ["soc2-tsc-2017", 61],
    ]);
    expect(topics.length).toBeGreaterThan(100);
  });

  it("has every base control of SP 800-53 that is in force to compare with, in its 20 families", () => {
    const [target, ...others] = parseCatalogue(files).targets;
    expect(others).toEqual([]);
    expect([target?.id, target?.requirements.length]).toEqual(["nist-800-53r5", 300]);
    expect(new Set(target?.requirements.map(({ group }) => group)).size).toBe(20);
  });

  it("ties the editions of ISO 27001 and of the CSF by their published correspondence, every control of the older", () => {
    const { frameworks, pairs } = parseCatalogue(files);
    for (const [older, newer, dropped] of [
      ["iso27001-2013", "iso27001-2022", []],
      // NIST gives the repair of a reputation no successor.
      ["nist-csf-1.1", "nist-csf-2.0", ["RC.CO-2"]],
    ] as const) {
      const tied = new Set(listPairsBetween(pairs, older, newer).map(({ from }) => from));
      const controls = frameworks.find(({ id }) => id === older)?.requirements ?? [];
      const untied = controls.filter(({ id }) => !tied.has(id)).map(({ id }) => id);
      expect(untied, `requirements of ${older} without a successor`).toEqual(dropped);
    }
  });

  it("says of every link who stands behind it, and of each framework how many nobody else does", () => {
    const { frameworks } = parseCatalogue(files);
    const published = (id: string) => {
      const framework = frameworks.find((one) => one.id === id);
      return framework ? countLinks(framework).published : Number.NaN;
    };
    expect([published("soc2-tsc-2017"), published("gdpr"), published("pipeda")]).toEqual([0, 0, 0]);
    expect(published("iso27001-2013")).toBeGreaterThan(400);
    expect(published("nist-csf-2.0")).toBeGreaterThan(100);
  });

  it("names exactly the ids that the tables of facts call requirements", () => {
    const { frameworks } = parseCatalogue(files);
    const demanding = ["requirement", "control", "subcategory"];
    for (const { id, requirements } of frameworks.filter(({ informative }) => !informative)) {
      const ids = [...(files.facts.get(id) ?? [])]
        .filter(([, { kind }]) => kind === null || demanding.includes(kind))
        .map(([requirementId]) => requirementId);
      expect(
        requirements.map((requirement) => requirement.id).toSorted(),
        `the requirements of ${id}`,
      ).toEqual(ids.toSorted());
    }
  });

  it("lists every id of a law as a requirement, as informative with a reason, or as the heading of others", () => {
    const laws = parseCatalogue(files).frameworks.filter(({ informative }) => informative);
    expect(laws.map(({ id }) => id)).toEqual(["ccpa", "gdpr", "pipeda"]);
    for (const { id, requirements, informative = [] } of laws) {
      const facts = files.facts.get(id) ?? new Map<string, Fact>();
      const headings = new Set([...facts.values()].map(({ parent }) => parent));
      const listed = new Set([...requirements, ...informative].map((entry) => entry.id));
      const forgotten = [...facts.keys()].filter((factId) => !listed.has(factId) && !headings.has(factId));
      expect(forgotten, `ids of ${id} that the catalogue forgot`).toEqual([]);
    }
  });

  it("has plain statements, telling keywords, evidence that can count, and a reason of its own for nearly every link", () => {
    const titles = new Map(
      [...files.facts].map(([id, table]) => [id, [...table.values()].map(({ title }) => title)] as const),
    );
    const catalogue = parseCatalogue(files);
    expect(lintCatalogue(catalogue, titles)).toEqual([]);
    const levels = listPoints(catalogue).map(({ statement }) => measureReadingGrade(statement));
    expect(levels.reduce((sum, level) => sum + level, 0) / levels.length).toBeLessThan(hardestMeanGrade);
  });

  it("shares its points: more than half of them serve several requirements", () => {
    const catalogue = parseCatalogue(files);
    const served = countServed(catalogue);
    const shared = listPoints(catalogue).filter(({ id }) => (served.get(id) ?? 0) > 1);
    expect(shared.length).toBeGreaterThan(listPoints(catalogue).length / 2);
  });

  it("has the same version for the same content and another for another", () => {
    const { version } = parseCatalogue(files);
    expect(parseCatalogue(files).version).toBe(version);
    const [first, ...rest] = files.frameworks;
    const changed = { ...(first?.content as object), edition: "other" };
    const other = { ...files, frameworks: [{ name: first?.name ?? "", content: changed }, ...rest] };
    expect(parseCatalogue(other).version).not.toBe(version);
  });
});

describe("a broken catalogue", () => {
  it("is refused with every flaw at once", () => {
    const requirement = (id: string, point: string) => ({
      id,
      title: "Wrong title",
      group: "CC1",
      keywords: ["ethics"],
      links: [{ point, relation: "equal", required: true, rationale: "because" }],
    });
    const content = {
      id: "soc2-tsc-2017",
      title: "t",
      edition: "e",
      publisher: "p",
      profile: {
        purpose: "A test of it",
        region: "nowhere",
        attestation: "A test report",
        assessmentCycle: "Every test run",
      },
      requirements: [requirement("CC1.1", "ghost"), requirement("CC99.9", "ghost")],
    };
    const parse = () => parseCatalogue({ ...files, frameworks: [{ name: "soc2.yaml", content }] });
    expect(parse).toThrow(/links the unknown point ghost/);
    expect(parse).toThrow(/CC99\.9 "Wrong title" is not in its table of facts/);
    expect(parse).toThrow(/CC1\.1 "Wrong title" is not in its table of facts/);
  });
});

describe("a stored catalogue", () => {
  let opened: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => {
    opened = await openTestDatabase();
  });
  afterAll(() => opened?.close());

  it("comes back as it went in, and goes in once", async () => {
    const catalogue = parseCatalogue(files);
    const insert = () => opened.database.asSystem((sql) => insertCatalogue(sql, catalogue, new Date()));
    expect([await insert(), await insert()]).toEqual([true, false]);
    expect(await opened.database.asSystem((sql) => getCatalogue(sql, catalogue.version))).toEqual(catalogue);
  });
});
