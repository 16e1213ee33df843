// What two frameworks share: requirements that rest on the same points, so that one piece of evidence serves both.
import type { Framework, Requirement } from "./catalogue.ts";

/** `required` are the shared points that both requirements need; `points` are all that they share. */
export type Crossing = { from: string; to: string; points: string[]; required: string[] };

/** Every pair of requirements, one of each framework, that shares a point; in the frameworks' order. */
export function buildCrosswalk(from: Framework, to: Framework): Crossing[] {
  return from.requirements.flatMap((one) =>
    to.requirements.flatMap((other) => {
      const points = listCommon(listLinked(one, false), listLinked(other, false));
      const required = listCommon(listLinked(one, true), listLinked(other, true));
      return points.length > 0 ? [{ from: one.id, to: other.id, points, required }] : [];
    }),
  );
}

function listLinked({ links }: Requirement, onlyRequired: boolean): string[] {
  return links.filter((link) => link.required || !onlyRequired).map(({ point }) => point);
}

function listCommon(ids: readonly string[], others: readonly string[]): string[] {
  return ids.filter((id) => others.includes(id));
}
