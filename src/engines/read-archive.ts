// ZIP archives: a list of what is inside. The files themselves become documents of their own, see unpack-file.ts.
import yauzl from "yauzl";
import { archiveType } from "../domain/document.ts";
import type { Reading } from "../domain/reading.ts";
import { draftReading } from "./draft-reading.ts";

export async function readArchive(path: string): Promise<Reading> {
  const draft = draftReading();
  draft.addBlock("heading", "Files in this archive", 1);
  const zip = await yauzl.openPromise(path, { autoClose: false });
  try {
    for await (const { fileName, uncompressedSize } of zip.eachEntry())
      if (!fileName.endsWith("/")) draft.addBlock("list_item", `${fileName} (${uncompressedSize} bytes)`);
  } finally {
    zip.close();
  }
  return draft.finish(archiveType);
}
