// Whole files: which requirements the agents say a file speaks for, against what its labels say.
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Analyser } from "../../src/domain/analyser.ts";
import type { TryChat } from "../../src/domain/chat.ts";
import { describeReading, findFact, getKind } from "../../src/domain/description.ts";
import type { Triaged } from "../../src/domain/triage.ts";
import type { Embedder } from "../../src/engines/embedder.ts";
import type { Reader } from "../../src/engines/reader.ts";
import { assessText } from "../assess-text.ts";
import type { LabelledFile } from "../dataset.ts";
import { countSets, describeSets } from "../scorers/sets.ts";

export type DocumentFigures = { files: number; precision: number; recall: number; f1: number };

/** Found = requirements with a required point that a claim of at least this probability is about. */
const foundFrom = 0.4;

export async function measureDocuments(
  files: readonly LabelledFile[],
  analyser: Analyser,
  embedder: Embedder,
  reader: Reader,
  tryChat: TryChat | null = null,
): Promise<DocumentFigures> {
  const assessed = new Map<string, Triaged[]>();
  for (const { name, path } of files) {
    if (assessed.has(path)) continue;
    const reading = await reader.read({ path, name });
    const facts = describeReading(reading, { fileName: name, uploadedAt: new Date() });
    const sha256 = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    const { triaged } = await assessText(
      { title: findFact(facts, "title"), kind: getKind(facts), reading, sha256 },
      analyser,
      embedder,
      tryChat,
    );
    assessed.set(path, triaged);
  }
  const rows = files.map(({ path, framework, labels }) => {
    const claimed = new Set(
      (assessed.get(path) ?? [])
        .filter(({ claim }) => claim.probability >= foundFrom)
        .map(({ claim }) => claim.pointId),
    );
    const requirements = analyser.catalogue.frameworks.find(({ id }) => id === framework)?.requirements ?? [];
    const found = requirements
      .filter(({ links }) => links.some((link) => link.required && claimed.has(link.point)))
      .map(({ id }) => id);
    return { found, right: labels };
  });
  return { files: assessed.size, ...describeSets(countSets(rows)) };
}
