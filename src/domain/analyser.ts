// The local analyser: which points a passage speaks of, by words and by meaning, without any model server.
import type { Catalogue, Framework, Point } from "./catalogue.ts";
import { listComparable, listPoints } from "./catalogue.ts";
import type { Features } from "./claim.ts";
import { type Kind, listProvableNatures } from "./document.ts";
import type { Lexicon } from "./lexicon.ts";
import { buildRanking, dot, standardize } from "./ranking.ts";
import { builtInScorer, findProbability } from "./scorer.ts";
import { buildWordChooser, type ChosenWords } from "./words.ts";

export const analyserVersion = `local-4/scorer-${builtInScorer.version}`;

/** A text to be matched: its headings say what a bare sentence leaves out. Vector: of headings and text together. */
export type Query = { heading: string; text: string; vector: ArrayLike<number> };

/** `score` orders the points for this text; `features` explain it and go into the probability. */
export type ScoredPoint = { pointId: string; score: number; features: Features };

export type ScoredRequirement = {
  requirementId: string;
  pointId: string;
  score: number;
  probability: number;
};

export interface Analyser {
  readonly catalogue: Catalogue;
  readonly points: ReadonlyMap<string, Point>;
  /** The best points first. `kind` is the kind of document that the text is from, when known. */
  rankPoints(query: Query, kind: Kind | null, limit: number): ScoredPoint[];
  /** The sentence or line of a text that speaks most of a point. */
  chooseWords(text: string, pointId: string): ChosenWords;
  /** The best requirements of a framework first, each with the point that speaks most for it. */
  rankRequirements(framework: Framework, query: Query, limit: number): ScoredRequirement[];
}

/** Weight of the meaning beside the words: measured best at one half. */
const denseWeight = 0.5;
/** Weight of a requirement's best point beside its own words: measured best between one and two. */
const pointWeight = 1.5;
/** So many points of a text get all their features: choosing words takes time. */
const wordDepth = 20;
/** So many points of a text speak for requirements. */
const scoredDepth = 40;
/** A heading's words count this many times in the words of a text. */
const headingRepeats = 2;

/** The texts of a catalogue that need a vector. */
export function listCatalogueTexts(catalogue: Catalogue): string[] {
  const requirements = listComparable(catalogue).flatMap((framework) => framework.requirements);
  return [
    ...new Set([...listPoints(catalogue).map(buildPointText), ...requirements.map(buildRequirementText)]),
  ];
}

/** @param vectors unit vectors by text, for every text of `listCatalogueTexts`. */
export function buildAnalyser(
  catalogue: Catalogue,
  vectors: ReadonlyMap<string, ArrayLike<number>>,
  lexicon: Lexicon,
): Analyser {
  const points = listPoints(catalogue);
  const pointIndex = new Map(points.map((point) => [point.id, point]));
  const chooser = buildWordChooser(points, lexicon);
  const rankAll = buildPointRanker(catalogue, points, vectors, lexicon);
  const rankPoints = (query: Query, kind: Kind | null, limit: number): ScoredPoint[] => {
    const prepared = chooser.prepare(query.text);
    return rankAll(query, kind).map((scored, rank) => {
      if (rank >= Math.min(limit, wordDepth)) return scored;
      const { match } = chooser.choose(prepared, scored.pointId);
      return { ...scored, features: { ...scored.features, quoteMatch: match } };
    });
  };
  const rankers = new Map(
    listComparable(catalogue).map((framework) => [
      framework.id,
      buildRequirementRanker(framework, pointIndex, vectors, lexicon),
    ]),
  );
  return {
    catalogue,
    points: pointIndex,
    chooseWords: (text, pointId) => chooser.choose(chooser.prepare(text), pointId),
    rankPoints: (query, kind, limit) => rankPoints(query, kind, limit).slice(0, limit),
    rankRequirements: (framework, query, limit) =>
      rankers
        .get(framework.id)?.(query, rankPoints(query, null, scoredDepth))
        .slice(0, limit) ?? [],
  };
}

/**
 * An organization's analyser: what the built-in one finds stays exactly what it was, and the points of own
 * frameworks, scored among all others, come beside it.
 */
export function joinAnalysers(builtIn: Analyser, extended: Analyser): Analyser {
  const isOwn = (pointId: string) => !builtIn.points.has(pointId);
  return {
    ...extended,
    rankPoints: (query, kind, limit) => [
      ...builtIn.rankPoints(query, kind, limit),
      ...extended.rankPoints(query, kind, limit).filter(({ pointId }) => isOwn(pointId)),
    ],
    chooseWords: (text, pointId) => (isOwn(pointId) ? extended : builtIn).chooseWords(text, pointId),
  };
}

function buildPointText(point: Point): string {
  return `${point.statement} ${point.keywords.slice(0, 8).join(", ")}`;
}

function buildRequirementText(requirement: { title: string; keywords: readonly string[] }): string {
  return `${requirement.title}. ${requirement.keywords.join(", ")}`;
}

function getVector(vectors: ReadonlyMap<string, ArrayLike<number>>, text: string): ArrayLike<number> {
  return vectors.get(text) ?? [];
}

function tokenizeQuery(lexicon: Lexicon, query: Query): string[] {
  const heading = lexicon.tokenize(query.heading);
  return [...Array.from({ length: headingRepeats }, () => heading).flat(), ...lexicon.tokenize(query.text)];
}

function buildPointRanker(
  catalogue: Catalogue,
  points: readonly Point[],
  vectors: ReadonlyMap<string, ArrayLike<number>>,
  lexicon: Lexicon,
): (query: Query, kind: Kind | null) => ScoredPoint[] {
  const topicTitles = new Map(
    catalogue.topics.flatMap((topic) => topic.points.map((point) => [point.id, topic.title] as const)),
  );
  const statements = points.map((point) => new Set(lexicon.tokenize(point.statement)));
  const keywords = points.map((point) => point.keywords.map((keyword) => lexicon.tokenize(keyword)));
  const ranking = buildRanking(
    points.map((point) => ({
      id: point.id,
      tokens: lexicon.tokenize(
        [
          topicTitles.get(point.id),
          point.statement,
          point.statement,
          ...point.keywords,
          ...Object.values(point.evidence),
          ...point.examples,
        ].join(" . "),
      ),
    })),
  );
  const pointVectors = points.map((point) => getVector(vectors, buildPointText(point)));
  return (query, kind) => {
    const tokens = tokenizeQuery(lexicon, query);
    const found = new Set(tokens);
    const lexical = standardize(ranking.score(tokens));
    const headings = standardize(ranking.score(lexicon.tokenize(query.heading)));
    const cosines = pointVectors.map((vector) => dot(vector, query.vector));
    const dense = standardize(cosines);
    const scored = points.map((point, index) => ({
      point,
      index,
      score: (lexical[index] ?? 0) + denseWeight * (dense[index] ?? 0),
    }));
    scored.sort((a, b) => b.score - a.score);
    const best = scored[0]?.score ?? 0;
    return scored.map(({ point, index, score }, rank) => ({
      pointId: point.id,
      score,
      features: {
        lexical: lexical[index] ?? 0,
        dense: dense[index] ?? 0,
        cosine: cosines[index] ?? 0,
        margin: score - best,
        topRank: 1 / (rank + 1),
        keywordHits: Math.log1p(countContained(keywords[index] ?? [], found)),
        statementOverlap: findShare(statements[index] ?? new Set(), found),
        headingMatch: headings[index] ?? 0,
        kindFit: kind === null || point.evidence[kind] !== undefined ? 1 : 0,
        natureFit: kind === null || listProvableNatures(kind).includes(point.nature) ? 1 : 0,
      },
    }));
  };
}

/** How many phrases have all their words in the text. */
function countContained(phrases: readonly (readonly string[])[], found: ReadonlySet<string>): number {
  return phrases.filter((phrase) => phrase.length > 0 && phrase.every((token) => found.has(token))).length;
}

function findShare(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  let hits = 0;
  for (const token of wanted) if (found.has(token)) hits += 1;
  return wanted.size === 0 ? 0 : hits / wanted.size;
}

function buildRequirementRanker(
  framework: Framework,
  points: ReadonlyMap<string, Point>,
  vectors: ReadonlyMap<string, ArrayLike<number>>,
  lexicon: Lexicon,
): (query: Query, ranked: readonly ScoredPoint[]) => ScoredRequirement[] {
  const { requirements } = framework;
  const ranking = buildRanking(
    requirements.map((requirement) => ({
      id: requirement.id,
      tokens: lexicon.tokenize(
        [
          requirement.title,
          requirement.title,
          ...requirement.keywords,
          ...requirement.keywords,
          ...requirement.links.flatMap((link) =>
            link.required
              ? [points.get(link.point)?.statement, ...(points.get(link.point)?.keywords ?? [])]
              : [],
          ),
        ].join(" . "),
      ),
    })),
  );
  const requirementVectors = requirements.map((requirement) =>
    getVector(vectors, buildRequirementText(requirement)),
  );
  return (query, ranked) => {
    const byPoint = new Map(ranked.map((scored) => [scored.pointId, scored]));
    const best = requirements.map((requirement) => findBestLink(requirement.links, byPoint));
    const lexical = standardize(ranking.score(tokenizeQuery(lexicon, query)));
    const dense = standardize(requirementVectors.map((vector) => dot(vector, query.vector)));
    const viaPoints = standardize(best.map((scored) => scored?.score ?? 0));
    return requirements
      .map((requirement, index) => ({
        requirementId: requirement.id,
        pointId: best[index]?.pointId ?? "",
        score:
          (lexical[index] ?? 0) + denseWeight * (dense[index] ?? 0) + pointWeight * (viaPoints[index] ?? 0),
        probability: best[index] ? findProbability(builtInScorer, best[index].features) : 0,
      }))
      .toSorted((a, b) => b.score - a.score);
  };
}

function findBestLink(
  links: Framework["requirements"][number]["links"],
  byPoint: ReadonlyMap<string, ScoredPoint>,
): ScoredPoint | undefined {
  return links.flatMap((link) => byPoint.get(link.point) ?? []).toSorted((a, b) => b.score - a.score)[0];
}
