// What style sheets inside a page say of its elements: rules with plain selectors, in the order in which they win.
import type { DefaultTreeAdapterTypes } from "parse5";

export type Element = DefaultTreeAdapterTypes.Element;
export type Declarations = Record<string, string>;

type Compound = { tag: string | null; id: string | null; classes: string[] };
type Rule = { compounds: Compound[]; declarations: Declarations; weight: number };

export type StyleSheet = { find(element: Element): Declarations };

/** More rules than a page has; what comes after is not looked at. */
const mostRules = 2_000;
/** So many elements around one are asked for a rule's ancestors. */
const mostAncestors = 50;

/** Rules for print, for some widths of the window and with conditions on what the user does are left out. */
export function parseStyleSheet(text: string): StyleSheet {
  const found: Rule[] = [];
  for (const { selectors, body } of listBlocks(text.replace(/\/\*[\s\S]*?\*\//g, ""))) {
    if (found.length > mostRules) break;
    const declarations = parseDeclarations(body);
    for (const selector of selectors.split(",")) {
      const compounds = parseSelector(selector);
      if (compounds) found.push({ compounds, declarations, weight: weigh(compounds) });
    }
  }
  const variables = Object.assign({}, ...found.map(({ declarations }) => pickVariables(declarations)));
  const byName = new Map<string, Rule[]>();
  for (const rule of found) {
    const last = rule.compounds.at(-1);
    const name = last?.id ? `#${last.id}` : last?.classes[0] ? `.${last.classes[0]}` : (last?.tag ?? "*");
    const group = byName.get(name);
    if (group) group.push(rule);
    else byName.set(name, [rule]);
  }
  return {
    find: (element) => {
      const own = parseDeclarations(getAttribute(element, "style") ?? "");
      const names = [
        "*",
        element.tagName,
        `#${getAttribute(element, "id")}`,
        ...listClasses(element).map((one) => `.${one}`),
      ];
      const matching = names
        .flatMap((name) => byName.get(name) ?? [])
        .filter((rule) => isMatch(rule.compounds, element))
        .toSorted((a, b) => a.weight - b.weight);
      return resolveVariables(
        mergeDeclarations([...matching.map(({ declarations }) => declarations), own]),
        variables,
      );
    },
  };
}

/** `selectors { body }`, those inside `@media screen` too; without recursion. */
function listBlocks(text: string): { selectors: string; body: string }[] {
  const blocks: { selectors: string; body: string }[] = [];
  let skippedDepth = 0;
  for (const [, before = "", mark] of text.matchAll(/([^{}]*)([{}])/g)) {
    const words = before.slice(before.lastIndexOf(";") + 1).trim();
    if (mark === "}") {
      if (skippedDepth > 0) skippedDepth -= 1;
      else if (blocks.at(-1)?.body === "")
        blocks[blocks.length - 1] = { selectors: blocks.at(-1)?.selectors ?? "", body: before };
    } else if (
      skippedDepth > 0 ||
      (words.startsWith("@") && !/^@(?:media (?:screen|all)\s*$|layer|supports)/i.test(words))
    )
      skippedDepth += 1;
    else if (!words.startsWith("@")) blocks.push({ selectors: words, body: "" });
  }
  return blocks;
}

export function parseDeclarations(style: string): Declarations {
  const found: Declarations = {};
  for (const part of style.split(";")) {
    const colon = part.indexOf(":");
    if (colon < 0) continue;
    const name = part.slice(0, colon).trim().toLowerCase();
    const value = part.slice(colon + 1).trim();
    const isKept = found[name]?.includes("!important") && !value.includes("!important");
    if (name !== "" && !isKept) found[name] = value;
  }
  return found;
}

function mergeDeclarations(all: readonly Declarations[]): Declarations {
  const merged: Declarations = {};
  for (const declarations of all)
    for (const [name, value] of Object.entries(declarations))
      if (!merged[name]?.includes("!important") || value.includes("!important")) merged[name] = value;
  return Object.fromEntries(
    Object.entries(merged).map(([name, value]) => [name, value.replace(/\s*!important/i, "")]),
  );
}

function pickVariables(declarations: Declarations): Declarations {
  return Object.fromEntries(Object.entries(declarations).filter(([name]) => name.startsWith("--")));
}

function resolveVariables(declarations: Declarations, variables: Declarations): Declarations {
  const all = { ...variables, ...pickVariables(declarations) };
  const resolve = (value: string): string =>
    value.replace(
      /var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)/g,
      (_, name: string, other?: string) => all[name] ?? other ?? "",
    );
  return Object.fromEntries(Object.entries(declarations).map(([name, value]) => [name, resolve(value)]));
}

/** Names, classes and ids, one inside another; null for what depends on more than that. */
function parseSelector(selector: string): Compound[] | null {
  const parts = selector
    .trim()
    .replace(/\s*>\s*/g, " ")
    .replace(/^:root\b/, "html")
    .split(/\s+/);
  const compounds = parts.map((part): Compound | null => {
    const found = /^(\*|[a-z][\w-]*)?((?:[.#][\w-]+)*)$/i.exec(part);
    if (!found || part === "") return null;
    const marks = found[2]?.match(/[.#][\w-]+/g) ?? [];
    return {
      tag: found[1] && found[1] !== "*" ? found[1].toLowerCase() : null,
      id: marks.find((mark) => mark.startsWith("#"))?.slice(1) ?? null,
      classes: marks.filter((mark) => mark.startsWith(".")).map((mark) => mark.slice(1)),
    };
  });
  return compounds.every((one) => one !== null) ? compounds : null;
}

function weigh(compounds: readonly Compound[]): number {
  return compounds.reduce(
    (sum, { tag, id, classes }) => sum + (id ? 10_000 : 0) + classes.length * 100 + (tag ? 1 : 0),
    0,
  );
}

function isMatch(compounds: readonly Compound[], element: Element): boolean {
  const last = compounds.at(-1);
  if (!last || !isCompound(last, element)) return false;
  let left = compounds.length - 2;
  let around = element.parentNode;
  for (let step = 0; left >= 0 && around && step < mostAncestors; step += 1) {
    const compound = compounds[left];
    if ("tagName" in around && compound && isCompound(compound, around)) left -= 1;
    around = "parentNode" in around ? around.parentNode : null;
  }
  return left < 0;
}

function isCompound({ tag, id, classes }: Compound, element: Element): boolean {
  return (
    (tag === null || tag === element.tagName) &&
    (id === null || id === getAttribute(element, "id")) &&
    (classes.length === 0 || classes.every((one) => listClasses(element).includes(one)))
  );
}

function listClasses(element: Element): string[] {
  return (getAttribute(element, "class") ?? "").split(/\s+/).filter((name) => name !== "");
}

export function getAttribute({ attrs }: Element, name: string): string | null {
  return attrs.find((attribute) => attribute.name === name)?.value ?? null;
}
