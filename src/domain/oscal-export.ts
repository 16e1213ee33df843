// A framework → an OSCAL catalog: a control for each requirement, its required points as items of the statement.
import type { Framework, Link, Point, Requirement } from "./catalogue.ts";
import { listRepeated, ownNamespace, supportingPartName } from "./oscal-catalog.ts";
import { escapeProse } from "./oscal-prose.ts";
import type { OscalProp } from "./oscal-schema.ts";

export const oscalVersion = "1.2.1";

/** What does not follow from the framework. `newUuid` gives the same name the same UUID of version 5. */
export type ExportStamp = { lastModified: Date; newUuid: (name: string) => string };

type ExportProp = Omit<OscalProp, "class">;
type ExportPart = {
  id?: string;
  name: string;
  ns?: string;
  props?: ExportProp[];
  prose?: string;
  parts?: ExportPart[];
};
type ExportControl = { id: string; class: string; title: string; props: ExportProp[]; parts: ExportPart[] };
type ExportGroup = { id: string; title: string; controls: ExportControl[] };
export type ExportMetadata = {
  title: string;
  "last-modified": string;
  version: string;
  "oscal-version": string;
  roles: { id: string; title: string }[];
  parties: { uuid: string; type: "organization"; name: string }[];
  "responsible-parties": { "role-id": string; "party-uuids": string[] }[];
  remarks: string;
};
export type ExportCatalog = { catalog: { uuid: string; metadata: ExportMetadata; groups: ExportGroup[] } };

/** A built-in framework or an own one; where links come from does not leave with them. */
type Exportable = Omit<Framework, "profile" | "requirements"> & {
  requirements: (Omit<Requirement, "links"> & { links: Pick<Link, "point" | "relation" | "required">[] })[];
};

const informativeGroup = "Informative";

/** @param points by id; every linked point has to be in it. */
export function exportOscalCatalog(
  framework: Exportable,
  points: ReadonlyMap<string, Point>,
  stamp: ExportStamp,
): ExportCatalog {
  const ids = buildControlIds(framework);
  const groups = new Map<string, ExportControl[]>();
  const put = (group: string, control: ExportControl) =>
    groups.set(group, [...(groups.get(group) ?? []), control]);
  for (const requirement of framework.requirements)
    put(requirement.group, buildControl(ids.get(requirement.id) ?? "", requirement, points));
  for (const { id, title, why } of framework.informative ?? []) {
    put(informativeGroup, {
      id: ids.get(id) ?? "",
      class: "informative",
      title: escapeLine(title),
      props: [{ name: "label", value: id }, note("informative", "yes")],
      parts: [{ name: "guidance", prose: escapeProse(why) }],
    });
  }
  const groupIds = buildTokens([...groups.keys()], "g-");
  const content = [...groups].map(([title, controls]) => ({
    id: groupIds.get(title) ?? "",
    title: escapeLine(title),
    controls,
  }));
  const metadata = buildMetadata(framework.title, framework.edition, framework.publisher, stamp);
  // The id of a document changes with its content and with nothing else.
  const uuid = stamp.newUuid(`catalog ${framework.id} ${framework.edition} ${JSON.stringify(content)}`);
  return { catalog: { uuid, metadata, groups: content } };
}

export function buildMetadata(
  title: string,
  version: string,
  publisher: string,
  { lastModified, newUuid }: ExportStamp,
): ExportMetadata {
  const party = newUuid(`party ${publisher}`);
  return {
    title: escapeLine(title),
    "last-modified": lastModified.toISOString(),
    version: version.replace(/\s+/g, " ").trim(),
    "oscal-version": oscalVersion,
    roles: [{ id: "publisher", title: "Publisher of the framework" }],
    parties: [{ uuid: party, type: "organization", name: publisher.replace(/\s+/g, " ").trim() }],
    "responsible-parties": [{ "role-id": "publisher", "party-uuids": [party] }],
    remarks:
      "Exported by Evidence Gradient. Ids are the publisher's; statements are checkable points in our own words, not the publisher's text.",
  };
}

/** Tokens of OSCAL for the ids of a framework, the same in its catalog and in every mapping. */
export function buildControlIds(framework: Exportable): ReadonlyMap<string, string> {
  const ids = [...framework.requirements, ...(framework.informative ?? [])].map(({ id }) => id);
  return buildTokens(ids, "c-");
}

/** A token begins with a letter and holds letters, digits, points, hyphens and underscores. */
function buildTokens(names: readonly string[], prefix: string): Map<string, string> {
  const bases = names.map((name) => {
    const base = name
      .toLowerCase()
      .replace(/[^a-z0-9._-]+/g, "-")
      .replace(/^[-.]+|[-.]+$/g, "");
    return /^[a-z]/.test(base) ? base : `${prefix}${base}`;
  });
  const ambiguous = new Set(listRepeated(bases));
  const taken = new Set<string>(bases);
  return new Map(
    names.map((name, index) => {
      const base = bases[index] ?? prefix;
      if (!ambiguous.has(base)) return [name, base];
      let count = 1;
      while (taken.has(`${base}_${count}`)) count += 1;
      taken.add(`${base}_${count}`);
      return [name, `${base}_${count}`];
    }),
  );
}

function buildControl(
  id: string,
  requirement: Exportable["requirements"][number],
  points: ReadonlyMap<string, Point>,
): ExportControl {
  const parts = (isRequired: boolean): ExportPart[] =>
    requirement.links
      .filter((link) => link.required === isRequired)
      .flatMap((link, index) => {
        const point = points.get(link.point);
        if (!point) return [];
        const props = [
          ...(isRequired ? [{ name: "label", value: `${index + 1}.` }] : []),
          note("point", point.id),
          note("nature", point.nature),
          note("frequency", point.frequency),
          note("relation", link.relation),
        ];
        return [{ props, prose: escapeProse(point.statement) }].map((part) =>
          isRequired
            ? { id: `${id}_smt.${index + 1}`, name: "item", ...part }
            : { id: `${id}_sup.${index + 1}`, name: supportingPartName, ns: ownNamespace, ...part },
        );
      });
  return {
    id,
    class: "requirement",
    title: escapeLine(requirement.title),
    props: [{ name: "label", value: requirement.id.replace(/\s+/g, " ").trim() }],
    parts: [{ id: `${id}_smt`, name: "statement", parts: parts(true) }, ...parts(false)],
  };
}

function note(name: string, value: string): ExportProp {
  return { name, ns: ownNamespace, value };
}

export function escapeLine(text: string): string {
  return escapeProse(text.replace(/\s+/g, " ").trim());
}
