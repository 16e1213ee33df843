// How far the crosswalk that follows from shared points agrees with published pairs. Those are a check, never a source.
import { readFile } from "node:fs/promises";
import { type Catalogue, type Framework, listPoints } from "../../src/domain/catalogue.ts";
import { buildCrosswalk } from "../../src/domain/crosswalk.ts";

/** Pairs as "from to", by "framework framework". */
type Pairs = Map<string, Set<string>>;

export type Agreement = { pair: string; published: number; implied: number; agreed: number; basis: string };

/** Tab-separated: source framework and id, target framework and id, relation, …; whole families are left out. */
export async function readPublishedPairs(path: string): Promise<Pairs> {
  const pairs: Pairs = new Map();
  for (const line of (await readFile(path, "utf8")).trimEnd().split("\n").slice(1)) {
    const [from = "", fromId = "", to = "", toId = "", relation] = line.split("\t");
    if (relation === "family-level") continue;
    const key = `${from} ${to}`;
    pairs.set(key, (pairs.get(key) ?? new Set()).add(`${fromId} ${toId}`));
  }
  return pairs;
}

/** One row for each published pair of frameworks that the catalogue can be compared with, and each basis. */
export function measureCrosswalk(catalogue: Catalogue, published: Pairs): Agreement[] {
  return [...published].flatMap(([pair, all]) => {
    const [fromId, toId] = pair.split(" ");
    const from = catalogue.frameworks.find(({ id }) => id === fromId);
    const to = catalogue.frameworks.find(({ id }) => id === toId);
    const expected = keepKnown(all, from, to);
    if (from && to) {
      const crossings = buildCrosswalk(from, to);
      return [
        compare(pair, "a point of either", crossings.map(writePair), expected),
        compare(
          pair,
          "a point both require",
          crossings.filter(({ required }) => required.length > 0).map(writePair),
          expected,
        ),
      ];
    }
    if (from && toId === "nist-800-53r5")
      return [compare(pair, "the points' controls", listControls(catalogue, from), expected)];
    if (to && fromId === "nist-800-53r5")
      return [compare(pair, "the points' controls", listControls(catalogue, to).map(turn), expected)];
    return [];
  });
}

/** Published pairs of requirements that the catalogue does not have (yet) say nothing about its links. */
function keepKnown(pairs: ReadonlySet<string>, from?: Framework, to?: Framework): Set<string> {
  const isKnown = (framework: Framework | undefined, wanted: string) =>
    !framework || framework.requirements.some(({ id }) => id === wanted);
  return new Set(
    [...pairs].filter((pair) => {
      const [fromId = "", toId = ""] = pair.split(" ");
      return isKnown(from, fromId) && isKnown(to, toId);
    }),
  );
}

function compare(pair: string, basis: string, implied: readonly string[], expected: ReadonlySet<string>) {
  const found = new Set(implied);
  const agreed = [...found].filter((one) => expected.has(one)).length;
  return { pair, basis, published: expected.size, implied: found.size, agreed };
}

/** A requirement's points name the SP 800-53 controls that they correspond to. */
function listControls(catalogue: Catalogue, framework: Framework): string[] {
  const controls = new Map(listPoints(catalogue).map(({ id, nist80053 }) => [id, nist80053]));
  return framework.requirements.flatMap(({ id, links }) =>
    links.flatMap(({ point }) => (controls.get(point) ?? []).map((control) => `${id} ${control}`)),
  );
}

function writePair({ from, to }: { from: string; to: string }): string {
  return `${from} ${to}`;
}

function turn(pair: string): string {
  return pair.split(" ").reverse().join(" ");
}
