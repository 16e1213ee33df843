// Every way in which a catalogue can contradict itself; a catalogue with a flaw is not loaded.
import { type Catalogue, type FrameworkFile, listDemands, listPoints, type Point } from "./catalogue.ts";
import { listPartsOf } from "./parts.ts";

type Written = Pick<Catalogue, "topics"> & { frameworks: readonly FrameworkFile[] };

/**
 * Every way in which a catalogue is inconsistent, one sentence each; an empty list means sound.
 * @param controls the ids of SP 800-53 that points may name.
 */
export function findCatalogueFlaws(catalogue: Written, controls: ReadonlySet<string>): string[] {
  const points = listPoints(catalogue);
  const pointIds = new Set(points.map((point) => point.id));
  const linked = new Set(
    catalogue.frameworks.flatMap((f) => f.requirements.flatMap((r) => r.links.map((l) => l.point))),
  );
  return [
    ...listRepeated(points.map((point) => point.id)).map((id) => `Point ${id} is defined twice.`),
    ...listRepeated(points.map((point) => point.statement)).map(
      (text) => `Two points say the same: "${text}".`,
    ),
    ...listRepeated(catalogue.topics.map((topic) => topic.id)).map((id) => `Topic ${id} is defined twice.`),
    ...[...pointIds].filter((id) => !linked.has(id)).map((id) => `Point ${id} serves no requirement.`),
    ...points.flatMap((point) => findPointFlaws(point, controls)),
    ...catalogue.frameworks.flatMap((framework) => findFrameworkFlaws(framework, pointIds)),
  ];
}

function findPointFlaws(
  { id, evidence, examples, nist80053 }: Point,
  controls: ReadonlySet<string>,
): string[] {
  return [
    ...(Object.keys(evidence).length < 2
      ? [`Point ${id} needs typical evidence of at least two kinds.`]
      : []),
    ...(examples.length < 3 ? [`Point ${id} needs at least three examples.`] : []),
    ...nist80053
      .filter((control) => !controls.has(control))
      .map((control) => `Point ${id} names ${control}, which is no control in force.`),
  ];
}

function findFrameworkFlaws(framework: FrameworkFile, pointIds: ReadonlySet<string>): string[] {
  const repeated = listRepeated(
    [...framework.requirements, ...(framework.informative ?? [])].map(({ id }) => id),
  );
  return [
    ...repeated.map((id) => `${framework.id} ${id} is listed twice.`),
    ...framework.requirements.flatMap((requirement) =>
      [...findRequirementFlaws(requirement, pointIds), ...findPartFlaws(framework, requirement)].map(
        (flaw) => `${framework.id} ${requirement.id} ${flaw}`,
      ),
    ),
  ];
}

function findPartFlaws(
  framework: FrameworkFile,
  requirement: FrameworkFile["requirements"][number],
): string[] {
  if (!framework.parts) return [];
  const count = listPartsOf(framework.parts, requirement.group).length;
  return count === 1 ? [] : [`is in ${count} parts of its framework instead of one.`];
}

function findRequirementFlaws(
  { links }: FrameworkFile["requirements"][number],
  pointIds: ReadonlySet<string>,
): string[] {
  const required = links.filter((link) => link.required);
  const demands = listDemands({ links });
  const [only] = required;
  const flaws = links
    .filter((link) => !pointIds.has(link.point))
    .map((link) => `links the unknown point ${link.point}.`);
  if (required.length === 0) flaws.push("has no required point.");
  if (required.some((link) => link.relation === "intersects_with"))
    flaws.push("requires a point that only overlaps it.");
  if (required.length === 1 && only && only.relation === "subset_of")
    flaws.push("is met by one point that is only a part of it.");
  if (links.some((link) => link.oneOf !== undefined && !link.required))
    flaws.push("has an alternative that is not required.");
  const alternatives = new Set(links.flatMap((link) => link.oneOf ?? []));
  if (demands.filter((demand) => demand.length > 1).length < alternatives.size)
    flaws.push("has an alternative with nothing to choose from.");
  flaws.push(...listRepeated(links.map((link) => link.point)).map((id) => `links ${id} twice.`));
  return flaws;
}

function listRepeated(values: readonly string[]): string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
}
