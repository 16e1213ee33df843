// `npm run bench`: how fast files become passages, and what the pipeline costs beside the embedder's own time.
// Figures of one run on one machine; the ratios are what can be compared.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { compose } from "../../src/compose.ts";
import { parseConfig } from "../../src/config.ts";
import { inMemory } from "../../src/db/embedded.ts";
import { buildPassageQuery, splitPassages } from "../../src/domain/passage.ts";
import { buildReaderProcess } from "../../src/engines/reader-process.ts";
import { createOrganization } from "../../src/flows/create-organization.ts";
import { getDocument } from "../../src/flows/list-evidence.ts";
import { ensurePrincipal } from "../../src/flows/manage-keys.ts";
import { keepBytes, receiveDocument } from "../../src/flows/receive-document.ts";
import { startWorker } from "../../src/worker.ts";
import { buildLongPdf } from "./long-pdf.ts";

const pages = 200;
const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-bench-"));
const bytes = buildLongPdf(pages);
const path = join(folder, "procedure.pdf");
await writeFile(path, bytes);

const show = (name: string, value: string) => console.log(`${name.padEnd(58)} ${value}`);
const measure = async <Result>(work: () => Promise<Result>): Promise<[Result, number]> => {
  const startedAt = performance.now();
  const result = await work();
  return [result, (performance.now() - startedAt) / 1000];
};

async function benchReading(): Promise<void> {
  const limits = { timeoutMs: 25_000, memoryLimitBytes: 700 * 1024 * 1024 };
  const one = buildReaderProcess({ ...limits, children: 1 });
  const two = buildReaderProcess({ ...limits, children: 2 });
  const file = { path, name: "procedure.pdf" };
  // The first file waits for the child to start.
  await Promise.all([one.read(file), two.read(file), two.read(file)]);
  const [reading, seconds] = await measure(() => one.read(file));
  const [spans, splitSeconds] = await measure(async () => splitPassages(reading));
  show(`${pages} pages read`, `${seconds.toFixed(1)} s, ${(pages / seconds).toFixed(0)} pages/s`);
  show(`… and split into ${spans.length} passages`, `${splitSeconds.toFixed(2)} s (target: 10 s together)`);
  const [, alone] = await measure(async () => {
    for (let turn = 0; turn < 4; turn += 1) await one.read(file);
  });
  const [, together] = await measure(() => Promise.all([1, 2, 3, 4].map(() => two.read(file))));
  show("four files, two children as against one", `${(alone / together).toFixed(2)} times as fast`);
  await Promise.all([one.close(), two.close()]);
}

async function benchPipeline(): Promise<void> {
  const config = { ...parseConfig({ LOG_LEVEL: "silent" }), dataFolder: folder };
  const { context, close } = await compose(config, {}, { dataFolder: inMemory });
  try {
    await startWorker(context, 1);
    const { organization } = await createOrganization(context, { slug: "bench", name: "Bench" });
    const person = await ensurePrincipal(context, organization, { name: "bench", kind: "person" });
    const look = (id: string) => getDocument(context, person.organizationId, id);
    const take = async (content: Buffer, name: string): Promise<{ id: string; ingestSeconds: number }> => {
      const startedAt = performance.now();
      const kept = await keepBytes(context, person, { name, bytes: Readable.from([content]) });
      const { document } = await receiveDocument(context, person, kept);
      let ingestSeconds = 0;
      for (;;) {
        const { stage, failureReason } = await look(document.id);
        if (stage === "failed") throw new TypeError(failureReason ?? "failed");
        const isIngested = stage === "assessing" || stage === "done";
        if (isIngested && ingestSeconds === 0) ingestSeconds = (performance.now() - startedAt) / 1000;
        if (stage === "done") return { id: document.id, ingestSeconds };
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    await take(buildLongPdf(1), "warm.pdf");
    const { ingestSeconds } = await take(bytes, "procedure.pdf");
    const reading = await context.reader.read({ path, name: "procedure.pdf" });
    const queries = splitPassages(reading).map((span) =>
      buildPassageQuery(null, { ...span, text: reading.text.slice(span.start, span.end) }),
    );
    const [, embedSeconds] = await measure(() => context.embedder.embed(queries));
    const over = (ingestSeconds - embedSeconds) / embedSeconds;
    show(
      "embedder alone",
      `${embedSeconds.toFixed(1)} s, ${(queries.length / embedSeconds).toFixed(0)} passages/s`,
    );
    show("upload to embedded (read, split, store, embed)", `${ingestSeconds.toFixed(1)} s`);
    show("pipeline over the embedder alone", `${(over * 100).toFixed(0)} % (target: at most 40 %)`);
    const edited = Buffer.from(bytes.toString("latin1").replace("CHG-1001", "CHG-9999"), "latin1");
    const again = await take(edited, "procedure-2.pdf");
    show(
      "a version with one paragraph changed, as against the first",
      `${(ingestSeconds / again.ingestSeconds).toFixed(1)} times as fast`,
    );
  } finally {
    await close();
  }
}

await benchReading();
await benchPipeline();
await rm(folder, { recursive: true, force: true });
