// The English lexicon: Porter's stems and the catalogue's synonym classes.
import { stemmer } from "stemmer";
import { buildLexicon, type Lexicon } from "../domain/lexicon.ts";

export function buildEnglishLexicon(synonymClasses: readonly (readonly string[])[]): Lexicon {
  return buildLexicon(stemmer, synonymClasses);
}
