// An OSCAL profile and the files it builds on → the catalog that it means. Files are given by name; none is fetched.
import { z } from "zod";
import { Flaws, type Outcome, parseAs, settle, shorten } from "./flaw.ts";
import { findJsonBreach } from "./json-bounds.ts";
import { modifyCatalog, modifySchema } from "./oscal-alter.ts";
import { checkCatalog, parseOscalCatalog } from "./oscal-catalog.ts";
import { mergeSchema, placeControls } from "./oscal-merge.ts";
import { backMatterSchema, metadataSchema, type OscalCatalog } from "./oscal-schema.ts";
import { keepControls, keepGroups, selectControls, selectionSchema, type Work } from "./oscal-select.ts";

const chainLimit = 8;
/** All imports of all profiles of a chain together. */
const importLimit = 60;

const profileFileSchema = z.object({
  profile: z.object({
    uuid: z.string().trim().min(1).max(200),
    metadata: metadataSchema,
    imports: z
      .array(selectionSchema.extend({ href: z.string().trim().min(1).max(4_000) }))
      .min(1)
      .max(50),
    merge: mergeSchema.optional(),
    modify: modifySchema.optional(),
    "back-matter": backMatterSchema.optional(),
  }),
});
type Profile = z.infer<typeof profileFileSchema>["profile"];
type Files = ReadonlyMap<string, unknown>;

/**
 * @param files parsed JSON by file name; an href finds its file by name, whatever folder it points to.
 * @param start name of the catalog or profile to begin with.
 */
export function resolveOscal(files: Files, start: string): Outcome<OscalCatalog> {
  return resolveFile(files, start, [], { imports: 0, comparisons: 0 });
}

function resolveFile(files: Files, name: string, trail: string[], work: Work): Outcome<OscalCatalog> {
  const chain = [...trail, name].map((one) => shorten(one, 80)).join(" → ");
  if (trail.includes(name))
    return { flaws: [`The profiles import each other in a circle (${chain}): break it.`] };
  if (trail.length >= chainLimit)
    return {
      flaws: [`The chain of profiles is longer than ${chainLimit} (${chain}): supply the resolved catalog.`],
    };
  const json = files.get(name);
  if (json === undefined) return { flaws: [`The file ${shorten(name, 80)} is missing: supply it too.`] };
  const breach = findJsonBreach(json);
  if (breach) return { flaws: [`${shorten(name, 80)}: ${breach}`] };
  const kind = findKind(json);
  if (kind === "catalog") return nameFile(name, parseOscalCatalog(json));
  if (kind !== "profile")
    return {
      flaws: [`${shorten(name, 80)} is neither an OSCAL catalog nor a profile: supply one.`],
    };
  const parsed = nameFile(name, parseAs(profileFileSchema, json));
  if ("flaws" in parsed) return parsed;
  return resolveProfile(files, parsed.value.profile, [...trail, name], work);
}

function resolveProfile(files: Files, profile: Profile, trail: string[], work: Work): Outcome<OscalCatalog> {
  const flaws = new Flaws();
  const sources: OscalCatalog[] = [];
  for (const one of profile.imports) {
    work.imports += 1;
    if (work.imports > importLimit)
      return { flaws: [`The profiles import more than ${importLimit} times: supply the resolved catalog.`] };
    const name = findFile(files, profile, one.href);
    if ("flaws" in name) return name;
    const source = resolveFile(files, name.value, trail, work);
    if ("flaws" in source) return source;
    const taken = selectControls(source.value, one, shorten(name.value, 80), work, flaws);
    sources.push({
      ...source.value,
      controls: keepControls(source.value.controls, taken),
      groups: keepGroups(source.value.groups, taken),
    });
  }
  const placed = placeControls(sources, profile.merge, work, flaws);
  const catalog = {
    uuid: profile.uuid,
    metadata: profile.metadata,
    "back-matter": profile["back-matter"],
    ...placed,
  };
  const changed = profile.modify ? modifyCatalog(catalog, profile.modify, flaws) : catalog;
  const settled = settle(changed, flaws);
  return "flaws" in settled ? settled : checkCatalog(settled.value);
}

/** The supplied file that an href means: directly, or through the resource of the back matter that it names. */
function findFile(files: Files, profile: Profile, href: string): Outcome<string> {
  const resource = href.startsWith("#")
    ? profile["back-matter"]?.resources.find(({ uuid }) => uuid.toLowerCase() === href.slice(1).toLowerCase())
    : undefined;
  if (href.startsWith("#") && !resource)
    return {
      flaws: [
        `The profile imports ${shorten(href, 80)}, which its back matter does not have: correct the href.`,
      ],
    };
  const targets = resource ? resource.rlinks.map((link) => link.href) : [href];
  const names = targets.map(readFileName);
  const found = targets.find((target) => files.has(target)) ?? names.find((name) => files.has(name));
  if (found !== undefined) return { value: found };
  const wanted = names.find((name) => name.toLowerCase().endsWith(".json")) ?? names[0] ?? href;
  const isRemote = /^[a-z][a-z0-9+.-]*:/i.test(targets[0] ?? "");
  const why = isRemote ? "Nothing is fetched from the network" : "It is not among the files";
  return {
    flaws: [
      `The profile imports ${shorten(targets[0] ?? href, 200)}. ${why}: supply the file ${shorten(wanted, 80)} too.`,
    ],
  };
}

/** The last step of an href, without query and fragment. */
function readFileName(href: string): string {
  const path = href.replace(/[?#].*$/s, "");
  const name = path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function findKind(json: unknown): "catalog" | "profile" | null {
  if (typeof json !== "object" || json === null) return null;
  return Object.hasOwn(json, "catalog") ? "catalog" : Object.hasOwn(json, "profile") ? "profile" : null;
}

function nameFile<T>(name: string, outcome: Outcome<T>): Outcome<T> {
  if (!("flaws" in outcome)) return outcome;
  return { flaws: outcome.flaws.map((flaw) => `${shorten(name, 80)}: ${flaw}`) };
}
