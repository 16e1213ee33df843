// Which controls of an imported catalog a profile takes, by id, by pattern, with or without their enhancements.
import { z } from "zod";
import { type Flaws, shorten } from "./flaw.ts";
import { listControls } from "./oscal-catalog.ts";
import { listOf, type OscalCatalog, type OscalControl, type OscalGroup } from "./oscal-schema.ts";

const callSchema = z.object({
  "with-child-controls": z.enum(["yes", "no"]).optional(),
  "with-ids": listOf(z.string().trim().max(200), 5_000),
  matching: listOf(z.object({ pattern: z.string().max(200) }), 200),
});
export type ControlCall = z.infer<typeof callSchema>;

export const selectionSchema = z.object({
  "include-all": z.object({}).optional(),
  "include-controls": listOf(callSchema, 1_000),
  "exclude-controls": listOf(callSchema, 1_000),
});
export type Selection = z.infer<typeof selectionSchema>;

/** What the imports of a chain of profiles may cost together. */
export type Work = { imports: number; comparisons: number };
/** Characters of ids and patterns laid side by side; a pattern for all of NIST's catalog costs 10,000. */
const comparisonLimit = 100_000_000;

/** Ids that the selection takes. An id that the catalog does not have is a flaw: it is another edition. */
export function selectControls(
  catalog: OscalCatalog,
  selection: Selection,
  source: string,
  work: Work,
  flaws: Flaws,
): Set<string> {
  const controls = listControls(catalog).map(({ control }) => control);
  const known = new Set(controls.map(({ id }) => id));
  for (const id of selection["include-controls"].flatMap((call) => call["with-ids"])) {
    if (!known.has(id))
      flaws.add(
        `The profile takes ${shorten(id, 60)}, which ${source} does not have: supply the edition that has it.`,
      );
  }
  const cost =
    sum(controls.map(({ id }) => id.length)) *
    sum([...selection["include-controls"], ...selection["exclude-controls"]].map(measurePatterns));
  work.comparisons += cost;
  if (work.comparisons > comparisonLimit) {
    flaws.add("The patterns of the profile are too many for its catalogs: name the controls with with-ids.");
    return new Set();
  }
  const takesAll = selection["include-all"] !== undefined || selection["include-controls"].length === 0;
  const taken = takesAll ? known : listCalled(controls, selection["include-controls"]);
  const left = listCalled(controls, selection["exclude-controls"]);
  return new Set([...taken].filter((id) => !left.has(id)));
}

function measurePatterns({ matching }: ControlCall): number {
  return sum(matching.map(({ pattern }) => pattern.length));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function listCalled(controls: readonly OscalControl[], calls: readonly ControlCall[]): Set<string> {
  const called = new Set<string>();
  for (const call of calls) {
    const ids = new Set(call["with-ids"]);
    for (const control of controls) {
      if (!ids.has(control.id) && !call.matching.some(({ pattern }) => matchesGlob(control.id, pattern)))
        continue;
      called.add(control.id);
      if (call["with-child-controls"] === "yes") for (const id of listInner(control)) called.add(id);
    }
  }
  return called;
}

function listInner(control: OscalControl): string[] {
  return control.controls.flatMap((inner) => [inner.id, ...listInner(inner)]);
}

/** `*` is any text, `?` one character. Each text position is tried once per star, so no pattern explodes. */
export function matchesGlob(text: string, pattern: string): boolean {
  let [at, inPattern, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    if (pattern[inPattern] === "*") {
      star = inPattern++;
      resume = at;
    } else if (pattern[inPattern] === "?" || pattern[inPattern] === text[at]) {
      at += 1;
      inPattern += 1;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}

/** The controls that are taken, in their places; an enhancement whose control is not taken stands in its stead. */
export function keepControls(controls: readonly OscalControl[], taken: ReadonlySet<string>): OscalControl[] {
  return controls.flatMap((control) => {
    const inner = keepControls(control.controls, taken);
    return taken.has(control.id) ? [{ ...control, controls: inner }] : inner;
  });
}

/** Groups with what is taken of their controls; those that keep none go, and with them their parameters. */
export function keepGroups(groups: readonly OscalGroup[], taken: ReadonlySet<string>): OscalGroup[] {
  return groups
    .map((group) => ({
      ...group,
      groups: keepGroups(group.groups, taken),
      controls: keepControls(group.controls, taken),
    }))
    .filter((group) => group.groups.length + group.controls.length > 0);
}
