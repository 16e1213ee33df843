// An OSCAL catalog → an organization's own framework: each control is a requirement, each leaf of its statement a point.
import { frequencies } from "./catalogue.ts";
import { natureSchema } from "./document.ts";
import type { Outcome } from "./flaw.ts";
import { type CatalogContent, type CatalogControl, listRepeated, readCatalog } from "./oscal-catalog.ts";
import type { OscalCatalog } from "./oscal-schema.ts";
import {
  buildOwnFramework,
  type FrameworkNames,
  type OwnFramework,
  type RequirementDraft,
  toKebab,
} from "./own-framework.ts";

/** `withdrawn` and `informative`: labels of the controls that were left out. */
export type ImportedFramework = OwnFramework & { withdrawn: string[]; informative: string[] };

/** Ids of points start with it: the shorter, the better. */
const idLength = 40;

const nistFamilies: ReadonlySet<string> = new Set(
  "ac at au ca cm cp ia ir ma mp pe pl pm ps pt ra sa sc si sr".split(" "),
);
const nistControl = /^([a-z]{2})-0?(\d{1,2})(?:[.(][\d.]+\)?)?$/i;

export function importOscalCatalog(catalog: OscalCatalog, names: FrameworkNames): Outcome<ImportedFramework> {
  const read = readCatalog(catalog);
  if ("flaws" in read) return read;
  const content = read.value;
  const head = {
    id: names.id ?? shortenId(toKebab(names.title ?? content.title)),
    title: names.title ?? content.title.slice(0, 300),
    edition: names.edition ?? content.version.slice(0, 200),
    publisher: names.publisher ?? content.publisher?.slice(0, 300) ?? "not stated",
  };
  const built = buildOwnFramework(head, draftRequirements(content));
  if ("flaws" in built) return built;
  const { withdrawn, informative } = content;
  return { value: { ...built.value, withdrawn, informative } };
}

export function shortenId(kebab: string): string {
  const cut = kebab.length <= idLength ? kebab : kebab.slice(0, kebab.lastIndexOf("-", idLength));
  return cut.slice(0, idLength) || "own-framework";
}

function draftRequirements({ controls }: CatalogContent): RequirementDraft[] {
  // A label that two controls share names neither; ids are unique.
  const ambiguous = new Set(
    listRepeated(controls.flatMap(({ id, label }) => (id === label ? [id] : [id, label]))),
  );
  const isNist = isLikeNist(controls);
  return controls.map((control) => ({
    id: ambiguous.has(control.label) ? control.id : control.label,
    title: control.title,
    group: control.group,
    nist80053: isNist ? findNistControl(control) : [],
    statements: control.statements.map(({ labels, text, isRequired, notes }) => ({
      labels,
      text,
      isRequired,
      nature: natureSchema.safeParse(notes.get("nature")).data ?? null,
      frequency: frequencies.find((frequency) => frequency === notes.get("frequency")) ?? null,
      keywords: [],
    })),
  }));
}

/** Most ids have the form and the families of NIST SP 800-53. */
function isLikeNist(controls: readonly CatalogControl[]): boolean {
  return controls.filter((control) => findNistControl(control).length > 0).length * 2 > controls.length;
}

/** AC-2(1) belongs to AC-2. */
function findNistControl({ id, label }: CatalogControl): string[] {
  const found = nistControl.exec(id) ?? nistControl.exec(label);
  const [, family = "", number = ""] = found ?? [];
  return nistFamilies.has(family.toLowerCase()) ? [`${family.toUpperCase()}-${number}`] : [];
}
