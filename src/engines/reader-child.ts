// Answers its parent's requests one at a time: a reading of a file, or the picture of a page. Ends when the parent does.
import { Fault } from "../fault.ts";
import { buildPaddleOcr } from "./ocr-paddle.ts";
import { buildTesseractOcr } from "./ocr-tesseract.ts";
import { buildLocalReader } from "./reader-local.ts";
import type { ReaderRequest } from "./reader-process.ts";

const reader = buildLocalReader({ ocr: buildPaddleOcr(), prose: buildTesseractOcr() });

process.on("disconnect", () => process.exit(0));
process.on("message", async (request: ReaderRequest) => {
  process.send?.(await answer(request));
});
process.send?.("ready");

async function answer({ file, page, folder }: ReaderRequest) {
  try {
    if (folder) return { members: await reader.unpack(file, folder) };
    if (page) return { picture: await reader.drawPage(file, page) };
    return {
      reading: await reader.read(file, (done, total) => process.send?.({ progress: { done, total } })),
    };
  } catch (error) {
    if (error instanceof Fault) return { fault: { code: error.code, message: error.message } };
    throw error;
  }
}
