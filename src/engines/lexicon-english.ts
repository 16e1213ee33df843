// The English lexicon: one spelling, Porter's stems and the catalogue's synonym classes.
import { stemmer } from "stemmer";
import { buildLexicon, type Lexicon } from "../domain/lexicon.ts";
import { foldSpelling } from "../domain/spelling.ts";

export function buildEnglishLexicon(synonymClasses: readonly (readonly string[])[]): Lexicon {
  return buildLexicon((word) => stemmer(foldSpelling(word)), synonymClasses);
}
