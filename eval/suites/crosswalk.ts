// How far the crosswalk that follows from shared points agrees with published pairs. Those are a check, never a source.
import { type Catalogue, type Framework, findFramework, listComparable } from "../../src/domain/catalogue.ts";
import { buildCrosswalk, type Crossing } from "../../src/domain/crosswalk.ts";

export type Agreement = { pair: string; published: number; implied: number; agreed: number; basis: string };

const bases: readonly { basis: string; isImplied: (crossing: Crossing) => boolean }[] = [
  { basis: "a point of either", isImplied: ({ points }) => points.length > 0 },
  { basis: "a point both require", isImplied: ({ required }) => required.length > 0 },
];

/** One row for each two frameworks that a publisher pairs, and each basis on which ours can be said to. */
export function measureCrosswalk(catalogue: Catalogue): Agreement[] {
  return listPublishedFrameworks(catalogue).flatMap(([from, to]) => {
    const crossings = buildCrosswalk(from, to, catalogue.pairs);
    const published = crossings.filter((crossing) => crossing.published !== null);
    return bases.map(({ basis, isImplied }) => ({
      pair: `${from.id} ${to.id}`,
      basis,
      published: published.length,
      implied: crossings.filter(isImplied).length,
      agreed: published.filter(isImplied).length,
    }));
  });
}

function listPublishedFrameworks(catalogue: Catalogue): [Framework, Framework][] {
  const all = listComparable(catalogue);
  const keys = new Set(catalogue.pairs.map(({ from, to }) => `${from.framework} ${to.framework}`));
  return [...keys].flatMap((key): [Framework, Framework][] => {
    const [fromId = "", toId = ""] = key.split(" ");
    const [from, to] = [findFramework(all, fromId), findFramework(all, toId)];
    return from && to ? [[from, to]] : [];
  });
}
