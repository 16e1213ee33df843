// The XML parts inside an office file: opened after walk-zip.ts has measured the file, never resolving entities.
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";
import JSZip from "jszip";
import { hasInjection } from "../domain/injection.ts";
import { Fault } from "../fault.ts";
import type { DraftReading } from "./draft-reading.ts";

export type { Element };

export type OfficeParts = {
  /** Names of the parts that match, in natural order (slide2 before slide10). */
  list(pattern: RegExp): string[];
  /** The root element of a part, or null when there is no such part. */
  parse(name: string): Promise<Element | null>;
};

/** Throws Fault `unreadable_file` when the file is no zip; so does `parse` for broken XML. */
export async function openOfficeParts(bytes: Buffer): Promise<OfficeParts> {
  const zip = await JSZip.loadAsync(bytes).catch(refuseDamage);
  const names = Object.keys(zip.files);
  return {
    list: (pattern) =>
      names
        .filter((name) => pattern.test(name))
        .toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })),
    parse: async (name) => {
      const text = await zip.file(name)?.async("string");
      return text === undefined ? null : parseXml(text);
    },
  };
}

export function parseXml(text: string): Element {
  try {
    const root = new DOMParser({ onError: throwFatal }).parseFromString(text, "text/xml").documentElement;
    return root ?? refuseDamage(null);
  } catch (cause) {
    return refuseDamage(cause);
  }
}

function throwFatal(level: string, message: string): void {
  if (level === "fatalError") throw new Fault("unreadable_file", message);
}

function refuseDamage(cause: unknown): never {
  throw new Fault("unreadable_file", "The file is damaged: save it again from its source.", { cause });
}

/** What the file says about itself where nobody looks: title, subject, keywords, remarks. */
export async function hideProperties(
  draft: Pick<DraftReading, "hide">,
  parse: OfficeParts["parse"],
): Promise<void> {
  for (const name of ["docProps/core.xml", "docProps/custom.xml", "docProps/app.xml", "meta.xml"]) {
    const root = await parse(name).catch(() => null);
    const texts = root ? listLeaves(root).map(({ textContent }) => textContent?.trim() ?? "") : [];
    // Dates, numbers and names of programs are no text.
    const isText = (text: string) =>
      name !== "docProps/app.xml" && /\p{L}{2,}\s+\p{L}{2,}\s+\p{L}/u.test(text);
    for (const text of texts) if (isText(text) || hasInjection(text)) draft.hide("metadata", text);
  }
}

function listLeaves(root: Element): Element[] {
  const leaves: Element[] = [];
  const stack = [root];
  for (let element = stack.pop(); element; element = stack.pop()) {
    const children = listChildren(element);
    if (children.length === 0) leaves.push(element);
    stack.push(...children.toReversed());
  }
  return leaves;
}

/** Child elements, in order; with names only those. Names are without their prefix. */
export function listChildren(parent: Node, ...names: string[]): Element[] {
  const found: Element[] = [];
  for (let node = parent.firstChild; node; node = node.nextSibling) {
    if (isElement(node) && (names.length === 0 || names.includes(node.localName ?? ""))) found.push(node);
  }
  return found;
}

/** Elements of a name anywhere below, in document order. Without recursion: nesting may be as deep as it likes. */
export function listBelow(root: Node, name: string): Element[] {
  const found: Element[] = [];
  const stack = listChildren(root).toReversed();
  for (let element = stack.pop(); element; element = stack.pop()) {
    if (element.localName === name) found.push(element);
    stack.push(...listChildren(element).toReversed());
  }
  return found;
}

export function findBelow(root: Node, name: string): Element | null {
  return listBelow(root, name)[0] ?? null;
}

/** An attribute by its name without prefix. */
export function getAttribute(element: Element, name: string): string | null {
  for (const attribute of Array.from(element.attributes)) {
    if (attribute.localName === name || attribute.nodeName === name) return attribute.value;
  }
  return null;
}

function isElement(node: Node): node is Element {
  return node.nodeType === 1;
}
