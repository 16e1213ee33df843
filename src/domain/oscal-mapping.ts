// What two frameworks share → an OSCAL mapping collection (OSCAL 1.2): relations of controls through shared points.
import type { Framework, PublishedPair, relations } from "./catalogue.ts";
import { buildCrosswalk } from "./crosswalk.ts";
import type { Outcome } from "./flaw.ts";
import { buildControlIds, buildMetadata, type ExportMetadata, type ExportStamp } from "./oscal-export.ts";

type Relation = (typeof relations)[number];

/**
 * Set relationships of NIST IR 8477 in OSCAL's words. Demands that rest on the same points mean the same without
 * being worded the same: "equivalent-to", not "equal-to".
 */
const relationships = {
  equal: "equivalent-to",
  subset_of: "subset-of",
  superset_of: "superset-of",
  intersects_with: "intersects-with",
} as const satisfies Record<Relation, string>;

type ResourceReference = { type: "catalog"; href: string };
type MappedControl = { type: "control"; "id-ref": string };
type GapSummary = { uuid: string; "unmapped-controls": { "with-ids": string[] }[] };

export type ExportMapping = {
  "mapping-collection": {
    uuid: string;
    metadata: ExportMetadata;
    provenance: {
      method: "hybrid";
      "matching-rationale": "semantic";
      status: "draft";
      "mapping-description": string;
    };
    mappings: {
      uuid: string;
      "source-resource": ResourceReference;
      "target-resource": ResourceReference;
      maps: {
        uuid: string;
        relationship: (typeof relationships)[Relation];
        sources: MappedControl[];
        targets: MappedControl[];
        remarks: string;
      }[];
      "source-gap-summary"?: GapSummary;
      "target-gap-summary"?: GapSummary;
    }[];
    "back-matter": {
      resources: { uuid: string; title: string; rlinks: { href: string; "media-type": string }[] }[];
    };
  };
};

/** Name of the file that `exportOscalCatalog` is saved under; the mapping points to it. */
export function nameCatalogFile(framework: Pick<Framework, "id">): string {
  return `${framework.id}.oscal.json`;
}

/** Pairs that only a publisher ties are left out: it gives no relation for them. Flaws when the two share nothing: a mapping without entries is not valid. */
export function exportOscalMapping(
  from: Framework,
  to: Framework,
  pairs: readonly PublishedPair[],
  stamp: ExportStamp,
): Outcome<ExportMapping> {
  const crossings = buildCrosswalk(from, to, pairs).flatMap(({ relation, ...crossing }) =>
    relation === null ? [] : [{ relation, ...crossing }],
  );
  if (crossings.length === 0)
    return { flaws: [`${from.title} and ${to.title} share no point: there is nothing to map.`] };
  const name = `${from.id} ${to.id}`;
  const [sourceIds, targetIds] = [buildControlIds(from), buildControlIds(to)];
  const resources = [from, to].map((framework) => ({
    uuid: stamp.newUuid(`resource ${framework.id}`),
    title: framework.title,
    rlinks: [{ href: `./${nameCatalogFile(framework)}`, "media-type": "application/oscal.catalog+json" }],
  }));
  const [source, target] = resources.map(({ uuid }) => ({ type: "catalog" as const, href: `#${uuid}` }));
  const maps = crossings.map((crossing) => ({
    uuid: stamp.newUuid(`map ${name} ${crossing.from} ${crossing.to}`),
    relationship: relationships[crossing.relation],
    sources: [{ type: "control" as const, "id-ref": sourceIds.get(crossing.from) ?? crossing.from }],
    targets: [{ type: "control" as const, "id-ref": targetIds.get(crossing.to) ?? crossing.to }],
    remarks: [
      `Shared points: ${crossing.points.join(", ")}.`,
      ...(crossing.published ? [`Tied by a publisher too: ${crossing.published.source}.`] : []),
    ].join(" "),
  }));
  const sourceGap = summarizeGap(from, sourceIds, new Set(crossings.map((crossing) => crossing.from)));
  const targetGap = summarizeGap(to, targetIds, new Set(crossings.map((crossing) => crossing.to)));
  const mapping = {
    uuid: stamp.newUuid(`mapping ${name}`),
    "source-resource": source ?? { type: "catalog" as const, href: "" },
    "target-resource": target ?? { type: "catalog" as const, href: "" },
    maps,
    ...(sourceGap
      ? { "source-gap-summary": { uuid: stamp.newUuid(`gap ${name} source`), ...sourceGap } }
      : {}),
    ...(targetGap
      ? { "target-gap-summary": { uuid: stamp.newUuid(`gap ${name} target`), ...targetGap } }
      : {}),
  };
  const title = `${from.title} (${from.edition}) to ${to.title} (${to.edition})`;
  return {
    value: {
      "mapping-collection": {
        uuid: stamp.newUuid(`collection ${name} ${JSON.stringify(mapping)}`),
        metadata: buildMetadata(title, `${from.edition}, ${to.edition}`, "Evidence Gradient", stamp),
        provenance: {
          method: "hybrid",
          "matching-rationale": "semantic",
          status: "draft",
          "mapping-description":
            "People linked the requirements of both frameworks to shared points; code derived the relations from the points that both need. No publisher has confirmed them.",
        },
        mappings: [mapping],
        "back-matter": { resources },
      },
    },
  };
}

function summarizeGap(
  framework: Framework,
  ids: ReadonlyMap<string, string>,
  mapped: ReadonlySet<string>,
): Pick<GapSummary, "unmapped-controls"> | null {
  const unmapped = framework.requirements
    .filter(({ id }) => !mapped.has(id))
    .map(({ id }) => ids.get(id) ?? id);
  return unmapped.length === 0 ? null : { "unmapped-controls": [{ "with-ids": unmapped }] };
}
