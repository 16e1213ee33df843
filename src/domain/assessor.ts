// By what a document was assessed: analyser, embedder, catalogue and, where there is one, the judging model.

import { analyserVersion } from "./analyser.ts";

/** `catalogue` is the mark of its version; `judge` names the model and the prompts it is asked with. */
export type Assessor = { analyser: string; embedder: string; catalogue: string; judge: string | null };

export type Difference = { part: keyof Assessor; was: string | null; is: string | null };

/** What assesses documents now. @param judge null where the local rules judge. */
export function buildAssessor(embedder: string, catalogueVersion: string, judge: string | null): Assessor {
  const catalogue = catalogueVersion
    .split("+")
    .map((part) => part.slice(0, 16))
    .join("+");
  return { analyser: analyserVersion, embedder, catalogue, judge };
}

/** As it is kept with the document and in the ledger. */
export function writeAssessor({ analyser, embedder, catalogue, judge }: Assessor): string {
  return [analyser, embedder, catalogue, judge].filter((part) => part !== null).join(" ");
}

/** What has changed since a document was assessed; nothing when it was not assessed yet. */
export function listDifferences(assessedBy: string | null, now: Assessor): Difference[] {
  if (assessedBy === null || assessedBy === writeAssessor(now)) return [];
  const was = parseAssessor(assessedBy, now);
  return (["analyser", "embedder", "catalogue", "judge"] as const)
    .filter((part) => was[part] !== now[part])
    .map((part) => ({ part, was: was[part], is: now[part] }));
}

/** An embedder's name may hold spaces: where it is still the same one it is taken whole. */
function parseAssessor(written: string, now: Assessor): Assessor {
  const [analyser = "", ...rest] = written.split(" ");
  const others = rest.join(" ");
  const isSame = others.startsWith(`${now.embedder} `);
  const embedder = isSame ? now.embedder : (rest[0] ?? "");
  const [catalogue = "", ...judge] = others.slice(embedder.length + 1).split(" ");
  return { analyser, embedder, catalogue, judge: judge.length > 0 ? judge.join(" ") : null };
}
