// DOCX: by mammoth to HTML, and then like every HTML page. The format has no pages of its own: all is page 1.
import mammoth from "mammoth";
import type { Reading } from "../domain/reading.ts";
import { draftReading } from "./draft-reading.ts";
import { addHtml } from "./read-html.ts";

export const docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

export async function readDocx(bytes: Buffer): Promise<Reading> {
  const { value: html } = await mammoth.convertToHtml(
    { buffer: bytes },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: "" })),
    },
  );
  const draft = draftReading();
  addHtml(draft, html);
  return draft.finish(docxType);
}
