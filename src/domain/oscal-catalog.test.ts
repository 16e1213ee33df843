import { describe, expect, it } from "vitest";
import { buildOscalCatalogFile } from "./fixtures/oscal-catalog.fixture.ts";
import type { Outcome } from "./flaw.ts";
import { parseOscalCatalog, readCatalog } from "./oscal-catalog.ts";
import { importOscalCatalog } from "./oscal-import.ts";
import type { FrameworkNames } from "./own-framework.ts";

const unnamed: FrameworkNames = { id: "lights", title: null, edition: null, publisher: null };

function accept<T>(outcome: Outcome<T>): T {
  if ("flaws" in outcome) expect(outcome.flaws).toEqual([]);
  return (outcome as { value: T }).value;
}

function listFlaws(json: unknown): string {
  const parsed = parseOscalCatalog(json);
  const outcome = "flaws" in parsed ? parsed : readCatalog(parsed.value);
  return "flaws" in outcome ? outcome.flaws.join("\n") : "";
}

const readFile = (json: unknown = buildOscalCatalogFile()) =>
  accept(readCatalog(accept(parseOscalCatalog(json))));

describe("a catalog of NIST's shape", () => {
  it("gives controls and enhancements in their order, by the publisher's label, without the withdrawn ones", () => {
    const { controls, withdrawn } = readFile();
    expect(controls.map(({ label, group }) => `${label} ${group}`)).toEqual([
      "AC-1 Access to Lighthouses",
      "AC-2 Access to Lighthouses",
      "AC-2(1) Access to Lighthouses",
      "PE-2 Lamps and Lenses",
      "PE-10 Lamps and Lenses",
    ]);
    expect(withdrawn).toEqual(["AC-2(2)", "AC-3"]);
  });

  it("gives one statement for each leaf, after the words that introduce it, and nothing of guidance or objectives", () => {
    const [policy] = readFile().controls;
    const lead = "Develop, document, and tell [assignment: keepers or roles]:";
    const kind =
      "[selection (one or more): harbor-level; [assignment: another level]] lighthouse access policy that:";
    expect(policy?.statements.map(({ labels, text }) => [labels.join("."), text])).toEqual([
      ["a.1.a", `${lead} ${kind} Names its purpose and its keepers.`],
      ["a.1.b", `${lead} ${kind} Agrees with the harbor law.`],
      ["a.2", `${lead} Procedures to carry the access policy out.`],
      ["b", "Review the access policy [assignment: frequency; at least quarterly]."],
    ]);
  });

  it("fills in the values of parameters", () => {
    expect(readFile().controls[1]?.statements[0]?.text).toBe(
      "Disable the account of a keeper within 24 hours of departure.",
    );
  });

  it("names the publisher by its role", () => {
    expect(readFile()).toMatchObject({ publisher: "Board of Lighthouses", version: "5.1.1" });
  });

  it("becomes a framework whose points read nature, frequency and NIST's control from the words", () => {
    const own = accept(importOscalCatalog(accept(parseOscalCatalog(buildOscalCatalogFile())), unnamed));
    const points = own.topics.flatMap((topic) => topic.points);
    expect(
      points.map(({ id, nature, frequency, nist80053 }) => [id, nature, frequency, ...nist80053]),
    ).toEqual([
      ["lights-ac-1-a-1-a", "design", "annual", "AC-1"],
      ["lights-ac-1-a-1-b", "design", "annual", "AC-1"],
      ["lights-ac-1-a-2", "design", "annual", "AC-1"],
      ["lights-ac-1-b", "operation", "quarterly", "AC-1"],
      ["lights-ac-2", "operation", "per-event", "AC-2"],
      ["lights-ac-2-1", "operation", "annual", "AC-2"],
      ["lights-pe-2", "operation", "monthly", "PE-2"],
      ["lights-pe-10", "operation", "continuous", "PE-10"],
    ]);
    expect(own.framework.requirements[2]).toMatchObject({
      id: "AC-2(1)",
      links: [{ point: "lights-ac-2-1", relation: "equal", required: true }],
    });
    expect(own.framework.requirements[0]?.links.map(({ relation }) => relation)).toEqual(
      Array(4).fill("subset_of"),
    );
  });

  it("names requirements by id where two share a label", () => {
    const file = buildOscalCatalogFile();
    for (const group of file.catalog.groups) {
      for (const control of group["controls"] as { props: unknown[] }[])
        control.props = [{ name: "label", value: "same" }];
    }
    const own = accept(importOscalCatalog(accept(parseOscalCatalog(file)), unnamed));
    expect(own.framework.requirements.map(({ id }) => id)).toEqual([
      "ac-1",
      "ac-2",
      "AC-2(1)",
      "ac-3",
      "pe-10",
      "pe-2",
    ]);
  });
});

describe("what is wrong with a catalog is told with its place", () => {
  const change = (edit: (catalog: ReturnType<typeof buildOscalCatalogFile>["catalog"]) => void) => {
    const file = buildOscalCatalogFile();
    edit(file.catalog);
    return listFlaws(file);
  };
  const control = (id: string, more: object = {}) => ({ id, title: "Title of it", ...more });

  it("wrong types and missing fields by their path", () => {
    expect(listFlaws({})).toMatch(/^catalog: /);
    expect(listFlaws([])).toMatch(/^the top level: /);
    expect(change((catalog) => Object.assign(catalog.groups[1] ?? {}, { title: 7 }))).toMatch(
      /^catalog\.groups\[1\]\.title: .*string/,
    );
    expect(change((catalog) => Object.assign(catalog.metadata, { "oscal-version": "2.0.0" }))).toContain(
      "OSCAL 1.0 to 1.2",
    );
  });

  it("ids that are used twice", () => {
    expect(change((catalog) => catalog.groups.push({ title: "x", controls: [control("ac-1")] }))).toBe(
      "Control ac-1 is defined more than once: give each control its own id.",
    );
    expect(
      change((catalog) => catalog.groups.push({ title: "x", params: [{ id: "ac-02_odp" }], controls: [] })),
    ).toContain("Parameter ac-02_odp");
  });

  it("parameters that insert themselves, or that grow without end", () => {
    const insert = (id: string) => `{{ insert: param, ${id} }}`;
    const select = (id: string, inner: string, times = 1) => ({
      id,
      select: { choice: Array(times).fill(insert(inner)) },
    });
    const prose = { parts: [{ name: "statement", prose: insert("p0") }] };
    const circle = [control("x", { params: [select("p0", "p1"), select("p1", "p0")], ...prose })];
    expect(change((catalog) => catalog.groups.push({ title: "x", controls: circle }))).toBe(
      "Parameter p0 inserts itself (p0 → p1 → p0): break the circle.",
    );
    const params = Array.from({ length: 6 }, (_, n) => select(`p${n}`, `p${n + 1}`, 100));
    const laughs = [control("x", { params, ...prose })];
    expect(change((catalog) => catalog.groups.push({ title: "x", controls: laughs }))).toContain(
      "shorten it",
    );
  });

  it("nesting, counts and lengths beyond every limit, and values that contain themselves", () => {
    let deep: object = control("deep");
    for (let level = 0; level < 100_000; level += 1) deep = control(`c${level}`, { controls: [deep] });
    expect(change((catalog) => catalog.groups.push({ title: "x", controls: [deep] }))).toContain(
      "deeper than 64",
    );
    const circle: Record<string, unknown> = control("circle");
    circle["controls"] = [circle];
    expect(change((catalog) => catalog.groups.push({ title: "x", controls: [circle] }))).toContain(
      "deeper than 64",
    );
    const many = Array.from({ length: 5_001 }, (_, n) => control(`c${n}`));
    expect(
      change((catalog) =>
        catalog.groups.push(
          { title: "x", controls: many.slice(0, 2_500) },
          { title: "y", controls: many.slice(2_500) },
        ),
      ),
    ).toContain("5000 at most");
    expect(change((catalog) => Object.assign(catalog.metadata, { title: "x".repeat(200_000) }))).toContain(
      "catalog.metadata.title is longer than 100000 characters",
    );
  });

  it("keys that reach into prototypes", () => {
    const text = JSON.stringify(buildOscalCatalogFile()).replace(
      '"metadata":{',
      '"metadata":{"__proto__":{"a":1},',
    );
    expect(listFlaws(JSON.parse(text))).toBe('catalog.metadata has the key "__proto__": remove it.');
  });

  it("a catalog without a control that demands something", () => {
    expect(change((catalog) => catalog.groups.splice(0))).toContain("no controls");
    const gone = control("x", { props: [{ name: "status", value: "withdrawn" }] });
    expect(change((catalog) => catalog.groups.splice(0, 2, { title: "x", controls: [gone] }))).toContain(
      "withdrawn",
    );
  });

  it("ids like those of Object are ids like any other", () => {
    const file = buildOscalCatalogFile();
    const prose = "See {{ insert: param, toString }} and {{ insert: param, hasOwnProperty }}.";
    file.catalog.groups.push({
      title: "x",
      controls: [
        control("valueOf", {
          params: [{ id: "toString", label: "a b" }],
          parts: [{ name: "statement", prose }],
        }),
      ],
    });
    expect(readFile(file).controls.at(-1)?.statements[0]?.text).toBe(
      "See [assignment: a b] and [assignment: hasOwnProperty].",
    );
  });
});
