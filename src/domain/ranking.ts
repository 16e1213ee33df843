// Lexical ranking: BM25 over short texts, and the standard scores that let it be added to a cosine.

export type RankedText = { id: string; tokens: readonly string[] };

export type Ranking = {
  /** BM25 score of every text for a query, in the order in which the texts were given. */
  score: (queryTokens: readonly string[]) => Float64Array;
};

/** Robertson and Zaragoza (2009), "The probabilistic relevance framework": k1 and b at their usual values. */
const saturation = 1.2;
const lengthWeight = 0.75;

export function buildRanking(texts: readonly RankedText[]): Ranking {
  const averageLength = texts.reduce((sum, text) => sum + text.tokens.length, 0) / Math.max(1, texts.length);
  const postings = new Map<string, Map<number, number>>();
  texts.forEach((text, index) => {
    for (const token of text.tokens) {
      const posting = postings.get(token) ?? new Map<number, number>();
      posting.set(index, (posting.get(index) ?? 0) + 1);
      postings.set(token, posting);
    }
  });
  const lengthFactors = texts.map(
    (text) => 1 - lengthWeight + (lengthWeight * text.tokens.length) / averageLength,
  );
  return {
    score: (queryTokens) => {
      const scores = new Float64Array(texts.length);
      for (const [token, repeats] of countTokens(queryTokens)) {
        const posting = postings.get(token);
        if (!posting) continue;
        const rarity = Math.log(1 + (texts.length - posting.size + 0.5) / (posting.size + 0.5));
        // A word repeated in a long query says less each time.
        const weight = (rarity * repeats * (saturation + 1)) / (repeats + saturation);
        for (const [index, count] of posting) {
          const factor = saturation * (lengthFactors[index] ?? 1);
          scores[index] = (scores[index] ?? 0) + (weight * count * (saturation + 1)) / (count + factor);
        }
      }
      return scores;
    },
  };
}

function countTokens(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}

/** Standard scores: mean 0, deviation 1; all zero when the values do not differ. */
export function standardize(values: ArrayLike<number>): Float64Array {
  const centred = centre(centre(Float64Array.from(values)));
  const deviation = Math.sqrt(findMean(centred.map((value) => value ** 2)));
  return deviation === 0 ? centred : centred.map((value) => value / deviation);
}

/** Once leaves the rounding error of the mean, which is all there is when the values hardly differ. */
function centre(values: Float64Array): Float64Array {
  const mean = findMean(values);
  return values.map((value) => value - mean);
}

function findMean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** Cosine of two unit vectors. Throws nothing; vectors of different length are the caller's mistake. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}
