// DOCX: by mammoth to HTML, and then like every HTML page. The format has no pages of its own: all is page 1.
import { XMLSerializer } from "@xmldom/xmldom";
import JSZip from "jszip";
import mammoth from "mammoth";
import type { Reading } from "../domain/reading.ts";
import { parseStyles, readText, takeHiddenRuns } from "./docx-hidden.ts";
import { type DraftReading, draftReading, squeezeSpaces } from "./draft-reading.ts";
import { type Element, hideProperties, listBelow, parseXml } from "./office-xml.ts";
import { addHtml } from "./read-html.ts";

export const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
/** Parts with text of their own, in the order in which it is read. */
const textParts = /^word\/(?:header\d*|footer\d*|document|footnotes|endnotes)\.xml$/;

export async function readDocx(bytes: Buffer): Promise<Reading> {
  const zip = await JSZip.loadAsync(bytes);
  const draft = draftReading();
  await takeHiddenText(draft, zip);
  // Who owns a policy and since when often stands in the header of its pages only.
  for (const line of await listMargins(zip)) draft.addBlock("paragraph", line);
  addHtml(draft, await convertBody(zip));
  return draft.finish(docxType);
}

async function convertBody(zip: JSZip): Promise<string> {
  const { value } = await mammoth.convertToHtml(
    { buffer: await zip.generateAsync({ type: "nodebuffer" }) },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
    },
  );
  return value;
}

/** Text that Word does not show is no evidence: it is taken out of the parts and kept apart. */
async function takeHiddenText(draft: DraftReading, zip: JSZip): Promise<void> {
  const styles = parseStyles(await parsePart(zip, "word/styles.xml"));
  for (const name of Object.keys(zip.files).filter((one) => textParts.test(one))) {
    const root = await parsePart(zip, name);
    if (!root) continue;
    const found = takeHiddenRuns(root, styles);
    if (found.length === 0) continue;
    zip.file(name, new XMLSerializer().serializeToString(root));
    for (const reason of new Set(found.map((run) => run.reason))) {
      const texts = found.filter((run) => run.reason === reason).map(({ text }) => text);
      draft.hide(reason, texts.join(""));
    }
  }
  const comments = await parsePart(zip, "word/comments.xml");
  for (const comment of comments ? listBelow(comments, "comment") : [])
    draft.hide("comment", readText(comment));
  await hideProperties(draft, (name) => parsePart(zip, name));
}

async function parsePart(zip: JSZip, name: string): Promise<Element | null> {
  const text = await zip.file(name)?.async("string");
  return text === undefined ? null : parseXml(text);
}

/** Lines of headers and footers, each once; bare page numbers are none. */
async function listMargins(zip: JSZip): Promise<string[]> {
  const lines = new Set<string>();
  for (const name of Object.keys(zip.files).filter((one) => /^word\/(?:header|footer)\d*\.xml$/.test(one))) {
    const root = parseXml((await zip.file(name)?.async("string")) ?? "");
    for (const paragraph of listBelow(root, "p")) {
      const words = listBelow(paragraph, "t").map(({ textContent }) => textContent ?? "");
      const line = squeezeSpaces(words.join(""));
      if (/\p{L}{3}/u.test(line) && !/^page\s*(?:\d+)?\s*(?:of\s*\d*)?$/i.test(line)) lines.add(line);
    }
  }
  return [...lines];
}
