// Reads one file a message and answers its parent. Ends when the parent does.
import { Fault } from "../fault.ts";
import { buildPaddleOcr } from "./ocr-paddle.ts";
import { buildLocalReader } from "./reader-local.ts";

const reader = buildLocalReader({ ocr: buildPaddleOcr() });

process.on("disconnect", () => process.exit(0));
process.on("message", async (file: { path: string; name: string }) => {
  process.send?.(await answer(file));
});
process.send?.("ready");

async function answer(file: { path: string; name: string }) {
  try {
    return { reading: await reader.read(file) };
  } catch (error) {
    if (error instanceof Fault) return { fault: { code: error.code, message: error.message } };
    throw error;
  }
}
