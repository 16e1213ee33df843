// An OSCAL catalog: untyped JSON → the controls that demand something, in their order, each with its statements.
import { Flaws, type Outcome, parseAs, settle, shorten } from "./flaw.ts";
import { findJsonBreach } from "./json-bounds.ts";
import { buildProseReader, type ProseReader } from "./oscal-prose.ts";
import {
  catalogFileSchema,
  type OscalCatalog,
  type OscalControl,
  type OscalGroup,
  type OscalParam,
  type OscalPart,
  type OscalProp,
} from "./oscal-schema.ts";

/** Namespace of the properties and parts that only this product writes and reads. */
export const ownNamespace = "urn:evidence-gradient:oscal";
export const supportingPartName = "supporting-point";

const controlLimit = 5_000;
/** Of one control: NIST's largest has 120. */
const partLimit = 1_000;
const nestingLimit = 12;
/** A statement longer than this introduces its items instead of being a part of each. */
const leadLimit = 200;
const leadsLimit = 300;

/** One demand: the words of a leaf of a control's statement, after the words that introduce it. */
export type ControlStatement = {
  /** Labels from the statement down, without points and brackets: `["a", "1"]`. Empty for the statement itself. */
  labels: string[];
  text: string;
  isRequired: boolean;
  /** What an export of this product noted: its own names, not OSCAL's. */
  notes: ReadonlyMap<string, string>;
};

export type CatalogControl = {
  id: string;
  /** The publisher's way to write the id ("AC-2(1)"), else the id. */
  label: string;
  title: string;
  /** Title of the nearest group. */
  group: string;
  statements: ControlStatement[];
};

export type CatalogContent = {
  title: string;
  version: string;
  publisher: string | null;
  controls: CatalogControl[];
  /** Labels of controls that demand nothing: withdrawn by the publisher, or exported as information. */
  withdrawn: string[];
  informative: string[];
};

/** Checks the structure, the sizes and that ids are used once. */
export function parseOscalCatalog(json: unknown): Outcome<OscalCatalog> {
  const breach = findJsonBreach(json);
  if (breach) return { flaws: [breach] };
  const parsed = parseAs(catalogFileSchema, json);
  return "flaws" in parsed ? parsed : checkCatalog(parsed.value.catalog);
}

/** What the structure alone does not say: every control and parameter has an id of its own, and not too many. */
export function checkCatalog(catalog: OscalCatalog): Outcome<OscalCatalog> {
  const flaws = new Flaws();
  const controls = listControls(catalog);
  if (controls.length > controlLimit)
    return { flaws: [`The catalog has ${controls.length} controls, ${controlLimit} at most: split it.`] };
  if (controls.length === 0) flaws.add("The catalog has no controls: supply one that has.");
  for (const { control } of controls.filter(({ control: { parts } }) => countParts(parts) > partLimit))
    flaws.add(`Control ${shorten(control.id, 60)} has more than ${partLimit} parts: split it.`);
  for (const id of listRepeated(controls.map(({ control }) => control.id)))
    flaws.add(`Control ${shorten(id, 60)} is defined more than once: give each control its own id.`);
  for (const id of listRepeated(listParams(catalog).map((param) => param.id)))
    flaws.add(`Parameter ${shorten(id, 60)} is defined more than once: give each parameter its own id.`);
  return settle(catalog, flaws);
}

function countParts(parts: readonly OscalPart[]): number {
  return parts.reduce((sum, part) => sum + 1 + countParts(part.parts), 0);
}

/** Every control and enhancement with its nearest group, depth first, siblings by their `sort-id` where all have one. */
export function listControls(
  holder: Pick<OscalCatalog, "groups" | "controls">,
): { control: OscalControl; group: OscalGroup | null }[] {
  const walkControls = (
    controls: OscalControl[],
    group: OscalGroup | null,
  ): ReturnType<typeof listControls> =>
    sortSiblings(controls).flatMap((control) => [
      { control, group },
      ...walkControls(control.controls, group),
    ]);
  const walkGroups = (groups: OscalGroup[]): ReturnType<typeof listControls> =>
    groups.flatMap((group) => [...walkControls(group.controls, group), ...walkGroups(group.groups)]);
  return [...walkControls(holder.controls, null), ...walkGroups(holder.groups)];
}

/** A catalog's own parameters, its groups' and its controls'. */
export function listParams(catalog: OscalCatalog): OscalParam[] {
  const walk = (groups: OscalGroup[]): OscalParam[] =>
    groups.flatMap((group) => [...group.params, ...walk(group.groups)]);
  const ofControls = listControls(catalog).flatMap(({ control }) => control.params);
  return [...catalog.params, ...walk(catalog.groups), ...ofControls];
}

/** The controls that demand something, as plain text. */
export function readCatalog(catalog: OscalCatalog): Outcome<CatalogContent> {
  const flaws = new Flaws();
  const params = new Map(listParams(catalog).map((param) => [param.id, param]));
  const reader = buildProseReader(params, flaws);
  const content: CatalogContent = {
    title: reader.read(catalog.metadata.title),
    version: catalog.metadata.version.trim(),
    publisher: findPublisher(catalog),
    controls: [],
    withdrawn: [],
    informative: [],
  };
  for (const { control, group } of listControls(catalog)) {
    const label = findLabel(control.props) ?? control.id;
    if (isWithdrawn(control.props)) content.withdrawn.push(label);
    else if (readNotes(control.props).get("informative") === "yes") content.informative.push(label);
    else {
      content.controls.push({
        id: control.id,
        label,
        title: reader.read(control.title) || label,
        group: group ? reader.read(group.title) || "Controls" : "Controls",
        statements: listStatements(control, reader, flaws),
      });
    }
  }
  if (content.controls.length === 0)
    flaws.add("Every control of the catalog is withdrawn or informative: supply its current edition.");
  return settle(content, flaws);
}

function listStatements(control: OscalControl, reader: ProseReader, flaws: Flaws): ControlStatement[] {
  const required = control.parts.filter(({ name }) => name === "statement");
  const supporting = control.parts.filter(
    ({ name, ns }) => name === supportingPartName && ns === ownNamespace,
  );
  const walk = (
    part: OscalPart,
    leads: string[],
    labels: string[],
    isRequired: boolean,
  ): ControlStatement[] => {
    if (labels.length > nestingLimit) {
      flaws.add(`Control ${control.id} nests its statement deeper than ${nestingLimit} items: flatten it.`);
      return [];
    }
    const text = reader.read(part.prose ?? "") || reader.read(part.title ?? "");
    const inner = part.parts.filter(({ name }) => name === "item" || name === "statement");
    const notes = readNotes(part.props);
    const own = { labels, isRequired, notes };
    if (inner.length === 0) {
      const words = joinLeads([...leads, finishStatement(text)]);
      return text === "" ? [] : [{ ...own, text: words }];
    }
    const isLead = text.length <= leadLimit;
    const before =
      isLead || text === "" ? [] : [{ ...own, text: joinLeads([...leads, finishStatement(text)]) }];
    const nextLeads = isLead ? [...leads, text].filter(Boolean) : leads;
    return [
      ...before,
      ...inner.flatMap((item, index) =>
        walk(
          item,
          nextLeads,
          [...labels, cleanLabel(findLabel(item.props)) ?? String(index + 1)],
          isRequired,
        ),
      ),
    ];
  };
  return [
    ...required.flatMap((part) => walk(part, [], [], true)),
    ...supporting.flatMap((part, index) => walk(part, [], [`support-${index + 1}`], false)),
  ];
}

/** Words that introduce an item stand before it; when they are too many, the nearest ones do. */
function joinLeads(parts: string[]): string {
  const text = parts.at(-1) ?? "";
  const kept: string[] = [];
  let size = 0;
  for (const lead of parts.slice(0, -1).toReversed()) {
    size += lead.length + 1;
    if (size > leadsLimit) break;
    kept.unshift(lead);
  }
  return [...kept, text].join(" ");
}

/** An item of a list ends as a sentence: "Assign account managers; and" → "Assign account managers." */
function finishStatement(text: string): string {
  const bare = text.replace(/\s*[;,:]\s*(?:and|or|and\/or)?\s*$/i, "").trim();
  return bare === text || bare === "" ? text : /[.!?]$/.test(bare) ? bare : `${bare}.`;
}

/** The label without a class is the publisher's; others are for sorting or for assessors. */
export function findLabel(props: readonly OscalProp[]): string | null {
  const labels = props.filter(({ name, ns }) => name === "label" && ns !== ownNamespace);
  const best = labels.find((label) => label.class === undefined) ?? labels[0];
  return best?.value.replace(/\s+/g, " ").trim() || null;
}

function cleanLabel(label: string | null): string | null {
  return label?.replace(/^[\s([]+|[\s.)\]:]+$/g, "") || null;
}

function isWithdrawn(props: readonly OscalProp[]): boolean {
  return props.some(({ name, value }) => name === "status" && value.trim().toLowerCase() === "withdrawn");
}

function readNotes(props: readonly OscalProp[]): ReadonlyMap<string, string> {
  return new Map(props.filter(({ ns }) => ns === ownNamespace).map(({ name, value }) => [name, value]));
}

/** Who publishes, else who created it, else the first party that is named. */
function findPublisher({ metadata }: OscalCatalog): string | null {
  const names = new Map(metadata.parties.map(({ uuid, name }) => [uuid, name?.trim()]));
  const byRole = ["publisher", "creator", "author"].flatMap((role) =>
    metadata["responsible-parties"]
      .filter((one) => one["role-id"] === role)
      .flatMap((one) => one["party-uuids"]),
  );
  return [...byRole, ...names.keys()].map((uuid) => names.get(uuid)).find(Boolean) ?? null;
}

function sortSiblings(controls: OscalControl[]): OscalControl[] {
  const keys = new Map(
    controls.map((control) => [control, control.props.find(({ name }) => name === "sort-id")?.value]),
  );
  if ([...keys.values()].includes(undefined)) return controls;
  return controls.toSorted((a, b) => compareText(keys.get(a) ?? "", keys.get(b) ?? ""));
}

/** By code units: the same order on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function listRepeated(values: readonly string[]): string[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const value of values) (seen.has(value) ? repeated : seen).add(value);
  return [...repeated];
}
