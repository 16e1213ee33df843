// British and American spelling meet in one form, so that a word finds itself in a document of either.

const wholeWords = new Map([
  ["programme", "program"],
  ["programmes", "programs"],
  ["licence", "license"],
  ["licences", "licenses"],
  ["defence", "defense"],
  ["offence", "offense"],
  ["centre", "center"],
  ["centres", "centers"],
  ["catalogue", "catalog"],
  ["catalogues", "catalogs"],
  ["dialogue", "dialog"],
  ["judgement", "judgment"],
  ["enrolment", "enrollment"],
  ["fulfil", "fulfill"],
  ["fulfilment", "fulfillment"],
  ["artefact", "artifact"],
  ["artefacts", "artifacts"],
  ["datacentre", "datacenter"],
  ["cheque", "check"],
]);

/**
 * One spelling for words that are spelt in two ways. Both sides of a comparison go through it, so a word that never
 * had two spellings ("exercise") may take the other form without harm.
 * @param word in lower case
 */
export function foldSpelling(word: string): string {
  const whole = wholeWords.get(word);
  if (whole !== undefined) return whole;
  if (word.length < 6) return word;
  return word
    .replace(/is(e|ed|es|er|ers|ing|ation|ations|ational)$/, "iz$1")
    .replace(/ys(e|ed|es|er|ers|ing)$/, "yz$1")
    .replace(/our(s|ed|ing|able|al|ally)?$/, "or$1");
}
