// OCR for scanned prose: Tesseract (WebAssembly) with English data from its package, without network.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createWorker, OEM, type Worker } from "tesseract.js";
import { Fault } from "../fault.ts";
import type { ProseOcr, ProseParagraph } from "./ocr.ts";

/** The engine starts with the first page and reads one page after the other. */
export function buildTesseractOcr(): ProseOcr {
  let worker: Promise<Worker> | undefined;
  return {
    name: "tesseract",
    version: "7.0",
    recognize: async (picture) => {
      worker ??= startWorker();
      const { data } = await (await worker)
        .recognize(picture, {}, { blocks: true, text: false })
        .catch(refusePicture);
      return (data.blocks ?? []).flatMap(({ paragraphs }) =>
        paragraphs.map(
          ({ lines }): ProseParagraph => ({
            lines: lines.map((line) => ({
              height: line.rowAttributes.rowHeight,
              words: line.words.map(({ text, confidence, bbox }) => ({
                text,
                confidence: confidence / 100,
                box: [bbox.x0, bbox.y0, bbox.x1 - bbox.x0, bbox.y1 - bbox.y0],
              })),
            })),
          }),
        ),
      );
    },
    close: async () => {
      const started = await worker?.catch(() => undefined);
      worker = undefined;
      await started?.terminate();
    },
  };
}

function startWorker(): Promise<Worker> {
  const folder = dirname(createRequire(import.meta.url).resolve("@tesseract.js-data/eng/package.json"));
  return createWorker("eng", OEM.LSTM_ONLY, {
    langPath: join(folder, "4.0.0_best_int"),
    gzip: true,
    cacheMethod: "none",
    errorHandler: () => undefined,
  }).catch((cause: unknown) => {
    throw new Fault("unavailable", "The OCR data for scans does not load: install the packages again.", {
      cause,
    });
  });
}

function refusePicture(cause: unknown): never {
  throw new Fault("unreadable_file", "A scanned page cannot be read: scan it again.", { cause });
}
