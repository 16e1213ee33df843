import { describe, expect, it } from "vitest";
import { parseFrameworkTable } from "./framework-csv.ts";

const head = { id: "code", title: "Supplier code", edition: "2", publisher: "A customer" };
const parse = (...rows: string[][]) =>
  parseFrameworkTable(
    rows.map((cells, index) => ({ line: index + 1, cells })),
    head,
  );
const accept = (...rows: string[][]) => {
  const outcome = parse(...rows);
  if ("flaws" in outcome) throw outcome.flaws;
  return outcome.value;
};
const refuse = (...rows: string[][]) => {
  const outcome = parse(...rows);
  return "flaws" in outcome ? outcome.flaws : [];
};

describe("a table of requirements", () => {
  it("needs an id and a title, in columns of any order and case", () => {
    const { framework, topics } = accept([" Title", "ID"], ["Guards at the gate", "G.1"]);
    expect(framework).toMatchObject({
      ...head,
      requirements: [{ id: "G.1", title: "Guards at the gate", group: "Requirements" }],
    });
    expect(topics[0]?.points[0]).toMatchObject({ id: "code-g-1", statement: "Guards at the gate" });
  });

  it("makes one requirement of the rows of one id, with a point for each", () => {
    const { framework, topics } = accept(
      ["id", "title", "group", "statement", "nature", "keywords", "required"],
      ["G.1", "Guards", "Gate", "Guards stand at the gate.", "operation", "guard; gate;sentry", "yes"],
      ["G.2", "Dogs", "Gate", "", "", "", ""],
      ["G.1", "", "", "The duties of guards are written down.", "Design", "", "no"],
    );
    expect(
      framework.requirements.map(({ id, links }) => [
        id,
        ...links.map((link) => `${link.relation} ${link.required}`),
      ]),
    ).toEqual([
      ["G.1", "equal true", "subset_of false"],
      ["G.2", "equal true"],
    ]);
    expect(topics[0]?.points.map(({ id, nature, keywords }) => [id, nature, keywords.slice(0, 3)])).toEqual([
      ["code-g-1-1", "operation", ["guard", "gate", "sentry"]],
      ["code-g-1-2", "design", ["guards", "duties", "guards policy"]],
    ]);
  });

  it("keeps what spreadsheets take for a formula as the text that it is", () => {
    const { framework, topics } = accept(
      ["id", "title", "statement"],
      ["=1+1", "@SUM(A1)", '-2+3+cmd|"/c calc"!A0'],
    );
    expect(framework.requirements[0]).toMatchObject({ id: "=1+1", title: "@SUM(A1)" });
    expect(topics[0]?.points[0]?.statement).toBe('-2+3+cmd|"/c calc"!A0');
  });

  it("tells all that is wrong at once, by line and column", () => {
    expect(
      refuse(
        ["id", "title", "statement", "nature", "keywords", "required"],
        ["A", "", "x", "policy", "", "maybe"],
        ["", "b"],
        ["A", "One", "x", "", "k".repeat(90), ""],
        ["A", "Other", "", "", "", ""],
        ["B", "b", "", "", "", "no"],
        ["C", "c", "1", "", "", "", "and more"],
      ),
    ).toEqual([
      'Line 2, nature: "policy" is neither design nor operation: use one of them.',
      'Line 2, required: "maybe" is neither yes nor no: use one of them.',
      "Line 2, title: empty: the first row of A needs a title.",
      "Line 3, id: empty: give the requirement an id.",
      expect.stringMatching(/^Line 4, keywords: .* is not 2 to 80 characters long/),
      "Line 4, title: A has another title in line 2: give each requirement its own id.",
      "Line 5, title: A has another title in line 2: give each requirement its own id.",
      "Line 5, statement: empty: each row of an id that has several needs its own.",
      "Line 7: 7 cells under 6 columns: put quotes around cells that hold the separator.",
      'A says "x" twice: remove one of its rows.',
      "Line 6, required: no row of B is required: mark one with yes.",
    ]);
  });

  it("refuses columns that it does not know, that come twice or that are missing", () => {
    expect(refuse(["id", "name", "ID"], ["1", "2", "3"])).toEqual([
      'Line 1, column 2: "name" is not a column: use id, title, group, statement, nature, keywords, required.',
      "Line 1, column 3: the column id comes twice: remove one.",
      "Line 1: the column title is missing: add it.",
    ]);
    expect(refuse()).toEqual([expect.stringContaining("empty")]);
    expect(refuse(["id", "title"])).toEqual([expect.stringContaining("no row below")]);
  });

  it("stays readable and bounded when everything is wrong", () => {
    const rows = Array.from({ length: 20_000 }, () => ["", "x".repeat(500)]);
    const flaws = refuse(["id", "title"], ...rows);
    expect(flaws).toHaveLength(26);
    expect(flaws.at(-1)).toMatch(/^\d+ more problems/);
    expect(refuse(["id", "title"], ...rows, ["a", "b"])).toEqual([expect.stringContaining("20000 at most")]);
  });

  it("takes ids like those of Object", () => {
    const { framework } = accept(["id", "title"], ["__proto__", "a b"], ["constructor", "c d"]);
    expect(framework.requirements.map(({ id }) => id)).toEqual(["__proto__", "constructor"]);
  });
});
