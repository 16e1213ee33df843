// Words as the lexical score sees them: lower case, stemmed, with one extra token for each class of synonyms.

export type Stem = (word: string) => string;

export type Lexicon = {
  /** Tokens of a text: stems, and the id of every synonym class that one of its phrases belongs to. */
  tokenize: (text: string) => string[];
};

const stopWords = new Set(
  "a an and any are as at be been before by for from has have in into is it its of on or our shall such that the their them these they this those through to under upon was we were when where which who will with all also each other than then there must should may can via per not no".split(
    " ",
  ),
);

/**
 * Builds a lexicon. `synonymClasses` are lists of phrases that mean the same; a phrase matches whole words,
 * stemmed, and adds the class's token once for every occurrence.
 */
export function buildLexicon(stem: Stem, synonymClasses: readonly (readonly string[])[]): Lexicon {
  const classesByPhrase = new Map<string, string[]>();
  let longest = 1;
  synonymClasses.forEach((phrases, index) => {
    for (const phrase of phrases) {
      const key = splitWords(phrase).map(stem).join(" ");
      classesByPhrase.set(key, [...(classesByPhrase.get(key) ?? []), `~${index}`]);
      longest = Math.max(longest, key.split(" ").length);
    }
  });
  const tokenize = (text: string): string[] => {
    const stems = splitWords(text).map(stem);
    const tokens = stems.filter((token) => !stopWords.has(token) && token.length > 1);
    for (let start = 0; start < stems.length; start += 1) {
      for (let size = 1; size <= Math.min(longest, stems.length - start); size += 1) {
        const found = classesByPhrase.get(stems.slice(start, start + size).join(" "));
        if (found) tokens.push(...found);
      }
    }
    return tokens;
  };
  return { tokenize };
}

function splitWords(text: string): string[] {
  return (
    text
      .toLowerCase()
      .normalize("NFKC")
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
