// How every file ends, hostile ones first: kind, pages, words, seconds, memory, what survived.
// node --import tsx eval/bench/files.ts [folder …]
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Reading } from "../../src/domain/reading.ts";
import { buildHostileFiles } from "../../src/engines/fixtures/hostile.fixture.ts";
import { buildReaderProcess } from "../../src/engines/reader-process.ts";

const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-bench-"));
const paths: string[] = [];
for (const [name, content] of Object.entries(await buildHostileFiles())) {
  paths.push(join(folder, name));
  await writeFile(join(folder, name), content);
}
for (const other of ["../shared/fixtures/hostile", ...process.argv.slice(2)])
  for (const name of await readdir(other).catch(() => [])) paths.push(join(other, name));

/** Largest resident size of the children while `work` runs, in MB. */
async function measurePeak<Result>(work: () => Promise<Result>): Promise<{ result: Result; peak: number }> {
  let peak = 0;
  const look = async () => {
    const children = await readFile(`/proc/${process.pid}/task/${process.pid}/children`, "utf8").catch(
      () => "",
    );
    for (const pid of children.split(" ").filter(Boolean)) {
      const pages = Number((await readFile(`/proc/${pid}/statm`, "utf8").catch(() => "")).split(" ")[1] ?? 0);
      peak = Math.max(peak, (pages * 4096) / 1024 / 1024);
    }
  };
  const timer = setInterval(look, 25);
  const result = await work();
  clearInterval(timer);
  return { result, peak };
}

/** What of a file's structure is in the reading. */
function describe({ mediaType, text, pages, headings, blocks }: Reading): string {
  const boxed = pages.reduce((sum, page) => sum + page.words.length, 0);
  const count = (kind: string) => blocks.filter((block) => block.kind === kind).length;
  return [
    mediaType.split(/[/.]/).at(-1),
    `${pages.length} pages`,
    `${text.split(/\s+/).filter(Boolean).length} words (${boxed} with a place)`,
    `${headings.length} headings, ${count("list_item")} list items, ${count("table_row")} rows, ${count("line")} lines`,
  ].join(" · ");
}

console.log(`${"file".padEnd(34)} seconds   peak MB   ends as`);
for (const path of paths) {
  // A reader of its own for each, so that no file inherits another's memory.
  const reader = buildReaderProcess({ timeoutMs: 25_000, memoryLimitBytes: 650 * 1024 * 1024 });
  const startedAt = performance.now();
  const { result, peak } = await measurePeak(() =>
    reader.read({ path, name: path }).then(describe, (fault: Error) => fault.message),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(
    `${(path.split("/").at(-1) ?? "").padEnd(34)} ${seconds.toFixed(1).padStart(7)} ${peak.toFixed(0).padStart(9)}   ${result}`,
  );
  await reader.close();
}
await rm(folder, { recursive: true, force: true });
