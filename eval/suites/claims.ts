// What the agents claim of single passages: is it right, is every quote in the source, what goes to people?
import { createHash } from "node:crypto";
import type { Analyser } from "../../src/domain/analyser.ts";
import type { TryChat } from "../../src/domain/chat.ts";
import type { Reading } from "../../src/domain/reading.ts";
import type { Triaged } from "../../src/domain/triage.ts";
import type { Embedder } from "../../src/engines/embedder.ts";
import { assessText } from "../assess-text.ts";
import type { Row } from "../dataset.ts";
import { countSets, describeSets } from "../scorers/sets.ts";

export type ClaimFigures = {
  rows: number;
  claims: number;
  precision: number;
  recall: number;
  /** The same for claims that no person would see before they count. */
  unseenPrecision: number;
  unseenClaims: number;
  /** Claims on a passage that denies, plans, restates or advertises, that no person would see. */
  hardUnseen: number;
  quotesVerified: number;
  queuedShare: number;
  /** Precision and recall of points, where the rows have point labels. */
  pointPrecision: number;
  pointRecall: number;
};

export async function measureClaims(
  rows: readonly Row[],
  analyser: Analyser,
  embedder: Embedder,
  tryChat: TryChat | null = null,
): Promise<ClaimFigures> {
  const assessed: { row: Row; triaged: Triaged[]; reading: Reading }[] = [];
  for (const row of rows) {
    const reading = buildReading(row);
    const subject = { title: row.title ?? null, kind: row.kind ?? ("policy" as const), reading };
    const sha256 = createHash("sha256").update(row.text).digest("hex");
    const assessment = await assessText({ ...subject, sha256 }, analyser, embedder, tryChat);
    assessed.push({ row, reading, ...assessment });
  }
  const serves = findServed(analyser);
  const list = (row: Row, claims: readonly Triaged[]) =>
    claims.flatMap(({ claim }) => serves.get(`${row.framework} ${claim.pointId}`) ?? []);
  const isUnseen = ({ claim, reasons }: Triaged) =>
    claim.stance === "supports" && reasons.every((reason) => reason === "sampled");
  const easy = assessed.filter(({ row }) => !row.hard);
  const all = describeSets(
    countSets(easy.map(({ row, triaged }) => ({ found: list(row, triaged), right: row.labels }))),
  );
  const unseen = describeSets(
    countSets(
      easy.map(({ row, triaged }) => ({ found: list(row, triaged.filter(isUnseen)), right: row.labels })),
    ),
  );
  const points = describeSets(
    countSets(
      easy
        .filter(({ row }) => row.points)
        .map(({ row, triaged }) => ({
          found: triaged.map(({ claim }) => claim.pointId),
          right: row.points ?? [],
        })),
    ),
  );
  const claims = assessed.flatMap(({ triaged }) => triaged);
  const quotes = assessed.flatMap(({ triaged, reading }) =>
    triaged.flatMap(({ claim }) =>
      claim.quotes.map((quote) => reading.text.slice(quote.start, quote.end) === quote.text),
    ),
  );
  const decidable = claims.filter(({ claim }) => claim.stance !== "partly");
  return {
    rows: rows.length,
    claims: claims.length,
    precision: all.precision,
    recall: all.recall,
    unseenPrecision: unseen.precision,
    unseenClaims: assessed.flatMap(({ triaged }) => triaged.filter(isUnseen)).length,
    hardUnseen: assessed
      .filter(({ row }) => row.hard && row.stance !== "partly")
      .flatMap(({ triaged }) => triaged.filter(isUnseen)).length,
    quotesVerified: quotes.filter(Boolean).length / Math.max(1, quotes.length),
    queuedShare: decidable.filter(({ reasons }) => reasons.length > 0).length / Math.max(1, decidable.length),
    pointPrecision: points.precision,
    pointRecall: points.recall,
  };
}

/** The requirements that need a point, by framework and point. */
function findServed(analyser: Analyser): Map<string, string[]> {
  const served = new Map<string, string[]>();
  for (const framework of analyser.catalogue.frameworks) {
    for (const requirement of framework.requirements) {
      for (const link of requirement.links.filter(({ required }) => required)) {
        const key = `${framework.id} ${link.point}`;
        served.set(key, [...(served.get(key) ?? []), requirement.id]);
      }
    }
  }
  return served;
}

function buildReading({ text }: Row): Reading {
  const end = text.length;
  return {
    mediaType: "text/plain",
    text,
    pages: [{ number: 1, width: 0, height: 0, start: 0, end, words: [], unreadable: [], hidden: [] }],
    headings: [],
    blocks: [{ kind: "paragraph", start: 0, end }],
  };
}
