// DOCX: by mammoth to HTML, and then like every HTML page. The format has no pages of its own: all is page 1.
import { XMLSerializer } from "@xmldom/xmldom";
import JSZip from "jszip";
import mammoth from "mammoth";
import type { Reading } from "../domain/reading.ts";
import { draftReading, squeezeSpaces } from "./draft-reading.ts";
import { listBelow, listChildren, parseXml } from "./office-xml.ts";
import { addHtml } from "./read-html.ts";

export const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const bodyPart = "word/document.xml";

export async function readDocx(bytes: Buffer): Promise<Reading> {
  const zip = await JSZip.loadAsync(bytes);
  const draft = draftReading();
  // Who owns a policy and since when often stands in the header of its pages only.
  for (const line of await listMargins(zip)) draft.addBlock("paragraph", line);
  addHtml(draft, await convertBody(zip));
  return draft.finish(docxType);
}

async function convertBody(zip: JSZip): Promise<string> {
  await dropHiddenText(zip);
  const { value } = await mammoth.convertToHtml(
    { buffer: await zip.generateAsync({ type: "nodebuffer" }) },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
    },
  );
  return value;
}

/** Text that Word does not show is no evidence. */
async function dropHiddenText(zip: JSZip): Promise<void> {
  const text = await zip.file(bodyPart)?.async("string");
  if (!text || !/<w:vanish\b/.test(text)) return;
  const root = parseXml(text);
  for (const run of listBelow(root, "r")) {
    const isHidden = listChildren(run, "rPr").some((style) => listChildren(style, "vanish").length > 0);
    if (isHidden) run.parentNode?.removeChild(run);
  }
  zip.file(bodyPart, new XMLSerializer().serializeToString(root));
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
