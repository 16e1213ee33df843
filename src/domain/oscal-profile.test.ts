import { describe, expect, it } from "vitest";
import { buildOscalCatalogFile, buildOscalProfileFile } from "./fixtures/oscal-catalog.fixture.ts";
import { listControls, readCatalog } from "./oscal-catalog.ts";
import { resolveOscal } from "./oscal-profile.ts";
import { matchesGlob } from "./oscal-select.ts";

type Files = Record<string, unknown>;

function resolve(files: Files, start = "profile.json") {
  const outcome = resolveOscal(
    new Map(Object.entries({ "catalog.json": buildOscalCatalogFile(), ...files })),
    start,
  );
  if ("flaws" in outcome) return { flaws: outcome.flaws.join("\n"), ids: [], groups: [], read: null };
  const read = readCatalog(outcome.value);
  const controls = listControls(outcome.value);
  return {
    flaws: "flaws" in read ? read.flaws.join("\n") : "",
    ids: controls.map(({ control }) => control.id),
    groups: controls.map(({ group }) => group?.title ?? null),
    read: "value" in read ? read.value : null,
  };
}

const resolveProfile = (more: Files) => resolve({ "profile.json": buildOscalProfileFile(more) });
const take = (selection: object) => resolveProfile({ imports: [{ href: "catalog.json", ...selection }] });
const everything = [{ href: "catalog.json", "include-all": {} }];

describe("a profile takes controls", () => {
  it("by id, from the file that its back matter names, in their groups", () => {
    const { ids, groups, flaws } = resolve({ "profile.json": buildOscalProfileFile() });
    expect({ ids, groups, flaws }).toEqual({
      ids: ["ac-1", "pe-2"],
      groups: ["Access to Lighthouses", "Lamps and Lenses"],
      flaws: "",
    });
  });

  it("all of them, all but some, or those that match a pattern", () => {
    expect(take({ "include-all": {} }).ids).toEqual([
      "ac-1",
      "ac-2",
      "ac-2.1",
      "ac-2.2",
      "ac-3",
      "pe-2",
      "pe-10",
    ]);
    const but = {
      "include-all": {},
      "exclude-controls": [{ "with-ids": ["ac-2"], "with-child-controls": "yes" }],
    };
    expect(take(but).ids).toEqual(["ac-1", "ac-3", "pe-2", "pe-10"]);
    expect(take({ "include-controls": [{ matching: [{ pattern: "*-2*" }] }] }).ids).toEqual([
      "ac-2",
      "ac-2.1",
      "ac-2.2",
      "pe-2",
    ]);
  });

  it("with their enhancements only when it says so; an enhancement alone keeps its group", () => {
    const call = (id: string, children?: string) => ({ "with-ids": [id], "with-child-controls": children });
    expect(take({ "include-controls": [call("ac-2")] }).ids).toEqual(["ac-2"]);
    expect(take({ "include-controls": [call("ac-2", "yes")] }).ids).toEqual(["ac-2", "ac-2.1", "ac-2.2"]);
    expect(take({ "include-controls": [call("ac-2.1")] }).groups).toEqual(["Access to Lighthouses"]);
  });

  it("and refuses ids that the catalog does not have: it is another edition", () => {
    expect(take({ "include-controls": [{ "with-ids": ["ac-99"] }] }).flaws).toBe(
      "The profile takes ac-99, which catalog.json does not have: supply the edition that has it.",
    );
  });

  it("and matches patterns without exploding", () => {
    expect([
      matchesGlob("ac-2.1", "ac-?.*"),
      matchesGlob("ac-2", "*"),
      matchesGlob("ac-2", "a*3"),
      matchesGlob("", "?"),
    ]).toEqual([true, true, false, false]);
    expect(matchesGlob("a".repeat(200), `${"a*".repeat(90)}b`)).toBe(false);
    const patterns = Array.from({ length: 200 }, () => ({ pattern: `${"a*".repeat(90)}b` }));
    const calls = Array.from({ length: 1_000 }, () => ({ matching: patterns }));
    const files = {
      "profile.json": buildOscalProfileFile({
        imports: [{ href: "catalog.json", "include-controls": calls }],
      }),
    };
    expect(resolve(files).flaws).toContain("too many");
  });
});

describe("a profile puts controls", () => {
  it("in a row when it says flat or nothing, with the parameters of the groups that are given up", () => {
    expect(
      resolveProfile({ imports: everything, merge: { flat: {} } }).groups.every((group) => group === null),
    ).toBe(true);
    expect(
      resolveProfile({ imports: everything, merge: undefined }).groups.every((group) => group === null),
    ).toBe(true);
  });

  it("into groups of its own", () => {
    const order = { "include-all": {}, order: "descending" };
    const groups = [{ title: "All", "insert-controls": [order] }];
    const { ids, groups: titles } = resolveProfile({ imports: everything, merge: { custom: { groups } } });
    expect(ids[0]).toBe("pe-2");
    expect(new Set(titles)).toEqual(new Set(["All"]));
  });

  it("once, when two imports bring the same; different ones under one id need a rule", () => {
    const other = buildOscalCatalogFile();
    const [, lamps] = other.catalog.groups;
    const [spare] = (lamps?.["controls"] ?? []) as object[];
    Object.assign(spare ?? {}, { title: "Other" });
    const imports = [...everything, { href: "other.json", "include-all": {} }];
    const clash = (merge: object) =>
      resolve({ "profile.json": buildOscalProfileFile({ imports, merge }), "other.json": other });
    expect(clash({ "as-is": true }).flaws).toContain("Control pe-10 comes from two sources that differ");
    const { ids, flaws } = clash({ "as-is": true, combine: { method: "use-first" } });
    expect({ size: ids.length, flaws }).toEqual({ size: 7, flaws: "" });
  });
});

describe("a profile changes controls", () => {
  const modify = (more: object) => resolveProfile({ modify: more });
  const statementsOf = (more: object) =>
    modify(more).read?.controls[0]?.statements.map(({ text }) => text) ?? [];

  it("by values of parameters", () => {
    const settings = [{ "param-id": "ac-01_odp.04", values: ["every six months"] }];
    expect(statementsOf({ "set-parameters": settings }).at(-1)).toBe(
      "Review the access policy every six months.",
    );
  });

  it("by parts and properties that it adds and removes", () => {
    const added = {
      id: "ac-1_smt.c",
      name: "item",
      props: [{ name: "label", value: "c." }],
      prose: "Burn the old one.",
    };
    const alter = (changes: object) => ({ alters: [{ "control-id": "ac-1", ...changes }] });
    expect(statementsOf(alter({ adds: [{ "by-id": "ac-1_smt", parts: [added] }] })).at(-1)).toBe(
      "Burn the old one.",
    );
    expect(
      statementsOf(alter({ adds: [{ "by-id": "ac-1_smt.b", position: "before", parts: [added] }] })).at(-2),
    ).toBe("Burn the old one.");
    expect(statementsOf(alter({ removes: [{ "by-id": "ac-1_smt.a" }] }))).toHaveLength(1);
    expect(statementsOf(alter({ removes: [{ "by-name": "statement" }] }))).toEqual([]);
    const label = {
      removes: [{ "by-name": "label", "by-item-name": "prop" }],
      adds: [{ title: "New", props: [{ name: "label", value: "L-1" }] }],
    };
    expect(modify(alter(label)).read?.controls[0]).toMatchObject({ label: "L-1", title: "New" });
    expect(modify(alter({ adds: [{ "by-id": "nowhere", parts: [added] }] })).flaws).toContain("nowhere");
  });

  it("but not those that it does not take", () => {
    expect(modify({ alters: [{ "control-id": "ac-2", removes: [{ "by-name": "statement" }] }] }).flaws).toBe(
      "",
    );
  });
});

describe("the files of a profile", () => {
  const importing = (href: string) => buildOscalProfileFile({ imports: [{ href, "include-all": {} }] });

  it("may be profiles again", () => {
    const files = {
      "profile.json": importing("folder/middle%20one.json"),
      "middle one.json": buildOscalProfileFile(),
    };
    expect(resolve(files).ids).toEqual(["ac-1", "pe-2"]);
  });

  it("may not import each other in a circle, nor in an endless or an exploding chain", () => {
    const circle = { "profile.json": importing("b.json"), "b.json": importing("./profile.json") };
    expect(resolve(circle).flaws).toBe(
      "The profiles import each other in a circle (profile.json → b.json → profile.json): break it.",
    );
    const chain = Object.fromEntries(
      Array.from({ length: 30 }, (_, n) => [`p${n}.json`, importing(`p${n + 1}.json`)]),
    );
    expect(resolve(chain, "p0.json").flaws).toContain("longer than 8");
    const twice = (href: string) =>
      buildOscalProfileFile({ imports: Array(50).fill({ href, "include-all": {} }) });
    const bomb = { "a.json": twice("b.json"), "b.json": twice("c.json"), "c.json": twice("catalog.json") };
    expect(resolve(bomb, "a.json").flaws).toContain("more than 60 times");
  });

  it("are never fetched, and the message says which to supply", () => {
    expect(resolve({ "profile.json": importing("https://example.org/x/lights.json?raw#a") }).flaws).toBe(
      "The profile imports https://example.org/x/lights.json?raw#a. Nothing is fetched from the network: supply the file lights.json too.",
    );
    expect(resolve({ "profile.json": importing("https://example.org/x/catalog.json") }).ids).toHaveLength(7);
    expect(resolve({ "profile.json": importing("../other.json") }).flaws).toContain(
      "supply the file other.json too",
    );
    expect(resolve({ "profile.json": importing("#nobody") }).flaws).toContain("back matter");
  });

  it("are catalogs or profiles, and flaws name the file", () => {
    const files = { "profile.json": importing("b.json"), "b.json": { catalog: { uuid: 1 } } };
    expect(resolve(files).flaws).toMatch(/^b\.json: catalog\.uuid/);
    expect(resolve({ "x.json": { component: {} } }, "x.json").flaws).toContain(
      "neither an OSCAL catalog nor a profile",
    );
  });
});
