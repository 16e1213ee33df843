// What a profile changes in the controls it takes: values of parameters, parts and properties added and removed.
import { z } from "zod";
import { type Flaws, shorten } from "./flaw.ts";
import {
  listOf,
  type OscalCatalog,
  type OscalControl,
  type OscalGroup,
  type OscalParam,
  type OscalPart,
  oscalLinkSchema,
  paramSchema,
  partSchema,
  propSchema,
} from "./oscal-schema.ts";

const markSchema = z.string().trim().min(1).max(200).optional();

const removeSchema = z.object({
  "by-id": markSchema,
  "by-name": markSchema,
  "by-class": markSchema,
  "by-ns": markSchema,
  "by-item-name": z.enum(["param", "prop", "link", "part", "mapping", "map"]).optional(),
});
type Removal = z.infer<typeof removeSchema>;

const addSchema = z.object({
  "by-id": markSchema,
  position: z.enum(["before", "after", "starting", "ending"]).default("ending"),
  title: z.string().max(4_000).optional(),
  params: listOf(paramSchema, 500),
  props: listOf(propSchema, 200),
  links: listOf(oscalLinkSchema, 2_000),
  parts: listOf(partSchema, 500),
});
type Addition = z.infer<typeof addSchema>;

const alterSchema = z.object({
  "control-id": z.string().trim().min(1).max(200),
  removes: listOf(removeSchema, 200),
  adds: listOf(addSchema, 200),
});
type Alteration = z.infer<typeof alterSchema>;

export const modifySchema = z.object({
  "set-parameters": listOf(paramSchema.omit({ id: true }).extend({ "param-id": z.string().trim() }), 10_000),
  alters: listOf(alterSchema, 5_000),
});
type Modification = z.infer<typeof modifySchema>;

/** The largest published profile makes a few hundred. */
const changeLimit = 2_000;

/** The catalog with the changes made. What is said of controls that were not taken has no effect. */
export function modifyCatalog(catalog: OscalCatalog, modify: Modification, flaws: Flaws): OscalCatalog {
  const changeCount = modify.alters.reduce((sum, { removes, adds }) => sum + removes.length + adds.length, 0);
  if (changeCount > changeLimit) {
    flaws.add(
      `The profile makes ${changeCount} changes, ${changeLimit} at most: supply the resolved catalog.`,
    );
    return catalog;
  }
  const settings = new Map(modify["set-parameters"].map((setting) => [setting["param-id"], setting]));
  const alters = new Map<string, Alteration[]>();
  for (const alter of modify.alters)
    alters.set(alter["control-id"], [...(alters.get(alter["control-id"]) ?? []), alter]);

  const setParam = (param: OscalParam): OscalParam => {
    const setting = settings.get(param.id);
    if (!setting) return param;
    const { values, select } = setting;
    return {
      ...param,
      label: setting.label ?? param.label,
      values: values.length > 0 || select ? values : param.values,
      select: select ?? param.select,
      constraints: [...param.constraints, ...setting.constraints],
    };
  };
  const changeControl = (control: OscalControl): OscalControl => {
    const altered = (alters.get(control.id) ?? []).reduce(
      (one, alter) => alterControl(one, alter, flaws),
      control,
    );
    return {
      ...altered,
      params: altered.params.map(setParam),
      controls: altered.controls.map(changeControl),
    };
  };
  const changeGroup = (group: OscalGroup): OscalGroup => ({
    ...group,
    params: group.params.map(setParam),
    controls: group.controls.map(changeControl),
    groups: group.groups.map(changeGroup),
  });
  return {
    ...catalog,
    params: catalog.params.map(setParam),
    controls: catalog.controls.map(changeControl),
    groups: catalog.groups.map(changeGroup),
  };
}

function alterControl(control: OscalControl, alter: Alteration, flaws: Flaws): OscalControl {
  const pruned = alter.removes.reduce(removeFrom, control);
  return alter.adds.reduce((one, add) => addTo(one, add, flaws), pruned);
}

function addTo(control: OscalControl, add: Addition, flaws: Flaws): OscalControl {
  const target = add["by-id"];
  if (target === undefined || target === control.id) return addInside(control, add);
  const parts = addAtPart(control.parts, target, add);
  const params = [...control.params, ...add.params];
  if (parts) return { ...control, parts, params };
  if (control.params.some((param) => param.id === target)) return { ...control, params };
  flaws.add(
    `The profile adds to ${shorten(target, 60)}, which control ${shorten(control.id, 60)} does not have: correct by-id.`,
  );
  return control;
}

type Kind = "param" | "prop" | "link" | "part";
type Marked = { id?: string | undefined; name?: string; class?: string | undefined; ns?: string | undefined };

/** All marks of a removal have to fit. */
function isRemoved(removal: Removal, kind: Kind, item: Marked): boolean {
  const fits = (mark: string | undefined, value: string | undefined) => mark === undefined || mark === value;
  return (
    fits(removal["by-item-name"], kind) &&
    fits(removal["by-id"], item.id) &&
    fits(removal["by-name"], item.name) &&
    fits(removal["by-class"], item.class) &&
    fits(removal["by-ns"], item.ns)
  );
}

/** Everything in a control, not in its enhancements, that has all the marks of a removal. */
function removeFrom(control: OscalControl, removal: Removal): OscalControl {
  // Without a mark it would fit everything.
  if (Object.keys(removal).length === 0) return control;
  const isMarked = (kind: Kind, item: Marked) => isRemoved(removal, kind, item);
  const prune = (parts: readonly OscalPart[]): OscalPart[] =>
    parts.flatMap((part) => {
      if (isMarked("part", part)) return [];
      const props = part.props.length > 0 ? part.props.filter((prop) => !isMarked("prop", prop)) : part.props;
      return [{ ...part, props, parts: part.parts.length > 0 ? prune(part.parts) : part.parts }];
    });
  return {
    ...control,
    params: control.params.filter((param) => !isMarked("param", param)),
    props: control.props.filter((prop) => !isMarked("prop", prop)),
    links: control.links.filter((link) => !isMarked("link", { name: link.rel ?? "" })),
    parts: prune(control.parts),
  };
}

/** At the start or the end; before and after have no meaning for a whole control and count as these. */
function addInside<Holder extends OscalControl | OscalPart>(holder: Holder, add: Addition): Holder {
  const isFirst = add.position === "starting" || add.position === "before";
  const join = <Item>(old: readonly Item[], added: readonly Item[]) =>
    isFirst ? [...added, ...old] : [...old, ...added];
  return {
    ...holder,
    ...(add.title === undefined ? {} : { title: add.title }),
    ...("params" in holder ? { params: join(holder.params, add.params) } : {}),
    props: join(holder.props, add.props),
    links: join(holder.links, add.links),
    parts: join(holder.parts, add.parts),
  };
}

/** The parts with the addition in or beside the one that has the id; null when none has. */
function addAtPart(parts: readonly OscalPart[], id: string, add: Addition): OscalPart[] | null {
  const at = parts.findIndex((part) => part.id === id);
  const target = parts[at];
  if (target && add.position === "before") return parts.toSpliced(at, 0, ...add.parts);
  if (target && add.position === "after") return parts.toSpliced(at + 1, 0, ...add.parts);
  if (target) return parts.with(at, addInside(target, add));
  for (const [index, part] of parts.entries()) {
    const changed = addAtPart(part.parts, id, add);
    if (changed) return parts.with(index, { ...part, parts: changed });
  }
  return null;
}
