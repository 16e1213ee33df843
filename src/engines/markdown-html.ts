// HTML inside Markdown: tags that open and close around its paragraphs and words, and what they hide.
import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";
import type { Hidden } from "../domain/reading.ts";
import { findHiding, findLook, type Look, plainLook } from "./html-looks.ts";
import { parseStyleSheet } from "./html-styles.ts";

/** `reason` is null for words that are seen. */
export type Words = { text: string; reason: Hidden["reason"] | null };

/** `isUnseen` holds for what is inside of a script and the like, too. */
type Open = { tag: string; look: Look; isUnseen: boolean };

const voidTags = /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)$/;
const unseenTags = /^(?:script|style|template|noscript|title|textarea|iframe|svg|object)$/;
const attributes = /^(?:alt|title|summary|placeholder|aria-label)$/;
const sheet = parseStyleSheet("");

/** Follows the tags of a document from piece to piece. */
export function followTags() {
  const open: Open[] = [];
  const findReason = (): Hidden["reason"] | null => {
    const inner = open.at(-1);
    if (!inner) return null;
    return inner.isUnseen ? "not_shown" : findHiding(inner.look);
  };
  const readTag = (tag: string): Words[] => {
    const [, slash, name = ""] = /^<(\/?)([a-z][\w-]*)/i.exec(tag) ?? [];
    const lower = name.toLowerCase();
    if (slash === "/") {
      const at = open.findLastIndex((one) => one.tag === lower);
      if (at >= 0) open.length = at;
      return [];
    }
    const element = parseElement(tag);
    if (!element) return [];
    if (!voidTags.test(lower) && !tag.endsWith("/>")) {
      const { look, isUnseen } = open.at(-1) ?? { look: plainLook, isUnseen: false };
      open.push({
        tag: lower,
        look: findLook(element, look, sheet),
        isUnseen: isUnseen || unseenTags.test(lower),
      });
    }
    return element.attrs
      .filter((attribute) => attributes.test(attribute.name))
      .map(({ value }) => ({ text: value, reason: "alternative_text" }));
  };
  return {
    /** Words of Markdown itself, inside whatever is open. */
    place: (text: string): Words => ({ text, reason: findReason() }),
    /** The words of a piece of HTML, which may open tags that it does not close. */
    read: (html: string): Words[] =>
      [...html.matchAll(/<!--[\s\S]*?(?:-->|$)|<[/a-z!?][^>]*>|[^<]+|</gi)].flatMap(([token]): Words[] => {
        if (token.startsWith("<!--")) return [{ text: token.replace(/^<!--|-->$/g, ""), reason: "comment" }];
        if (/^<[/a-z]/i.test(token)) return [{ text: " ", reason: null }, ...readTag(token)];
        return token.startsWith("<!") || token.startsWith("<?")
          ? []
          : [{ text: token, reason: findReason() }];
      }),
  };
}

function parseElement(tag: string): DefaultTreeAdapterTypes.Element | null {
  // A cell or row alone would be dropped by the parser: only its attributes matter here.
  const [node] = parseFragment(tag.replace(/^<[a-z][\w-]*/i, "<span")).childNodes;
  return node && "tagName" in node ? node : null;
}
