import { describe, expect, it } from "vitest";
import type { Point } from "./catalogue.ts";
import { lintCatalogue, measureReadingGrade } from "./catalogue-lint.ts";
import { buildFramework, buildLink, buildPoint, buildRequirement } from "./fixtures/subjects.fixture.ts";

const lint = (points: Point[], frameworks = [buildFramework([buildRequirement("R1", [buildLink()])])]) =>
  lintCatalogue(
    { topics: [{ id: "t", title: "Topic", category: "PR", points }], frameworks },
    new Map([["norm", ["Persons working under its control are aware of the policy"]]]),
  );

describe("the lint of the catalogue", () => {
  it("finds nothing in a sound point", () => {
    expect(lint([buildPoint()])).toEqual([]);
  });

  it.each<[string, Partial<Point>, RegExp]>([
    [
      "evidence that cannot prove the point's nature",
      { nature: "operation" },
      /fewer than two of its kinds of evidence/,
    ],
    [
      "a statement that is hard to read",
      {
        statement:
          "Organizational administrators systematically operationalize multidimensional authentication methodologies.",
      },
      /reads like school year/,
    ],
    [
      "a statement that speaks like a standard",
      { statement: "The organization shall keep a list of all its users." },
      /speaks like a standard/,
    ],
    [
      "a statement that is no sentence",
      { statement: "A list of all the users of a system" },
      /is no sentence/,
    ],
    [
      "a keyword that every policy has",
      { keywords: ["mfa", "passkey", "sign-in", "authenticator", "second factor", "Policy"] },
      /"Policy" is in every policy/,
    ],
    [
      "a publisher's words",
      { statement: "All persons working under its control are aware of the policy." },
      /8 words in a row are a title of norm/,
    ],
  ])("finds %s", (_, changes, said) => {
    expect(lint([buildPoint(changes)])).toEqual([expect.stringMatching(said)]);
  });

  it("finds two statements of the same words, and keywords that too many points share", () => {
    const list = ["a", "b", "c", "d", "e"].map((id) =>
      buildPoint({ id, statement: `Rule ${id}${id}${id}${id} is written down for all staff.` }),
    );
    expect(lint(list)).toHaveLength(buildPoint().keywords.length);
    const twin = buildPoint({
      id: "twin",
      statement: "For all staff, written rules require multi-factor authentication.",
      keywords: [],
    });
    expect(lint([buildPoint(), twin])).toEqual(["twin and mfa-rule say the same."]);
  });

  it("finds a framework whose links share their reasons", () => {
    const links = ["x", "y", "z"].map((point) => buildLink({ point }));
    expect(lint([buildPoint()], [buildFramework([buildRequirement("R1", links)])])).toEqual([
      "test: only 33 % of its links have a reason of their own.",
    ]);
  });
});

describe("the reading grade", () => {
  it("is low for short words and sentences, and high for long ones", () => {
    expect(measureReadingGrade("The cat sat on the mat.")).toBeLessThan(2);
    expect(
      measureReadingGrade("Organizational accountability necessitates comprehensive documentation."),
    ).toBeGreaterThan(18);
  });
});
