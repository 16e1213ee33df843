// Where the controls that a profile takes from several sources are put: in a row, in their groups, or in new ones.
import { z } from "zod";
import { type Flaws, shorten } from "./flaw.ts";
import { compareText, listControls } from "./oscal-catalog.ts";
import {
  listOf,
  type OscalCatalog,
  type OscalControl,
  type OscalGroup,
  type OscalParam,
} from "./oscal-schema.ts";
import { keepControls, selectControls, selectionSchema, type Work } from "./oscal-select.ts";

const insertSchema = selectionSchema.extend({
  order: z.enum(["keep", "ascending", "descending"]).default("keep"),
});
type Insertion = z.infer<typeof insertSchema>;

type CustomGroup = {
  id?: string | undefined;
  title: string;
  groups: CustomGroup[];
  "insert-controls": Insertion[];
};

const customGroupSchema: z.ZodType<CustomGroup> = z.object({
  id: z.string().max(200).optional(),
  title: z.string().min(1).max(4_000),
  groups: listOf(
    z.lazy(() => customGroupSchema),
    500,
  ),
  "insert-controls": listOf(insertSchema, 500),
});

export const mergeSchema = z.object({
  combine: z.object({ method: z.enum(["use-first", "merge", "keep"]).optional() }).optional(),
  flat: z.object({}).optional(),
  "as-is": z.boolean().optional(),
  custom: z
    .object({ groups: listOf(customGroupSchema, 500), "insert-controls": listOf(insertSchema, 500) })
    .optional(),
});
type Merge = z.infer<typeof mergeSchema>;

type Placed = Pick<OscalCatalog, "params" | "groups" | "controls">;

/** Without a directive the controls stand in a row, as the standard says. */
export function placeControls(
  sources: readonly OscalCatalog[],
  merge: Merge | undefined,
  work: Work,
  flaws: Flaws,
): Placed {
  const distinct = dropClashes(sources, merge?.combine?.method, flaws);
  const params = dropRepeated(distinct.flatMap((source) => source.params));
  if (merge?.["as-is"] === true) {
    return {
      params,
      controls: distinct.flatMap((source) => source.controls),
      groups: joinGroups(distinct.flatMap((source) => source.groups)),
    };
  }
  // Parameters of groups that are given up still fill the prose of their controls.
  const all = dropRepeated([...params, ...distinct.flatMap((source) => listGroupParams(source.groups))]);
  const row = { params: all, controls: distinct.flatMap(listOuterControls), groups: [] };
  return merge?.custom ? arrange(row, merge.custom, distinct, work, flaws) : row;
}

/**
 * A control that comes twice: the first one stays when both are the same or the profile says so. To keep two that
 * differ under one id would leave nobody able to say which is meant.
 */
function dropClashes(
  sources: readonly OscalCatalog[],
  method: "use-first" | "merge" | "keep" | undefined,
  flaws: Flaws,
): OscalCatalog[] {
  const seen = new Map<string, string>();
  const keepFirst = (controls: readonly OscalControl[]): OscalControl[] =>
    controls.flatMap((control) => {
      const { controls: inner, ...own } = control;
      const content = JSON.stringify(own);
      const first = seen.get(control.id);
      if (first !== undefined && first !== content && method !== "use-first")
        flaws.add(
          `Control ${shorten(control.id, 60)} comes from two sources that differ: say combine use-first, or take it from one.`,
        );
      if (first === undefined) seen.set(control.id, content);
      const kept = keepFirst(inner);
      return first === undefined ? [{ ...control, controls: kept }] : kept;
    });
  const keepInGroups = (groups: readonly OscalGroup[]): OscalGroup[] =>
    groups.map((group) => ({
      ...group,
      controls: keepFirst(group.controls),
      groups: keepInGroups(group.groups),
    }));
  return sources.map((source) => ({
    ...source,
    controls: keepFirst(source.controls),
    groups: keepInGroups(source.groups),
  }));
}

/** Groups of one id, from several imports of one catalog, are one group. */
function joinGroups(groups: readonly OscalGroup[]): OscalGroup[] {
  const joined = new Map<string, OscalGroup>();
  for (const [index, group] of groups.entries()) {
    const key = group.id ?? `#${index}`;
    const first = joined.get(key);
    joined.set(
      key,
      first
        ? {
            ...first,
            params: dropRepeated([...first.params, ...group.params]),
            controls: [...first.controls, ...group.controls],
            groups: joinGroups([...first.groups, ...group.groups]),
          }
        : group,
    );
  }
  return [...joined.values()];
}

function arrange(
  row: Placed,
  custom: NonNullable<Merge["custom"]>,
  sources: readonly OscalCatalog[],
  work: Work,
  flaws: Flaws,
): Placed {
  const [first] = sources;
  const placed = new Set<string>();
  const insert = (insertions: readonly Insertion[]): OscalControl[] =>
    insertions.flatMap((insertion) => {
      if (!first) return [];
      const taken = selectControls({ ...first, ...row }, insertion, "the selection", work, flaws);
      const kept = keepControls(row.controls, new Set([...taken].filter((id) => !placed.has(id))));
      for (const { control } of listControls({ controls: kept, groups: [] })) placed.add(control.id);
      if (insertion.order === "keep") return kept;
      const sense = insertion.order === "ascending" ? 1 : -1;
      return kept.toSorted((a, b) => sense * compareText(a.id, b.id));
    });
  const build = (group: CustomGroup): OscalGroup => ({
    id: group.id,
    title: group.title,
    params: [],
    props: [],
    controls: insert(group["insert-controls"]),
    groups: group.groups.map(build),
  });
  return { ...row, groups: custom.groups.map(build), controls: insert(custom["insert-controls"]) };
}

function listOuterControls({ controls, groups }: Pick<OscalCatalog, "controls" | "groups">): OscalControl[] {
  return [...controls, ...groups.flatMap(listOuterControls)];
}

function listGroupParams(groups: readonly OscalGroup[]): OscalParam[] {
  return groups.flatMap((group) => [...group.params, ...listGroupParams(group.groups)]);
}

function dropRepeated(params: readonly OscalParam[]): OscalParam[] {
  return [...new Map(params.toReversed().map((param) => [param.id, param])).values()].toReversed();
}
