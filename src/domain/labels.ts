// People, versions and addresses that a document names beside a label ("Owner: …", "Approved by …").

export type Labelled = { value: string; start: number; end: number };

/** A name ends with its line or cell, a sentence, or the date that follows it. */
const name =
  "([\\p{L}][^\\n|;:]{1,80}?)(?=\\s*(?:\\n|\\||;|$|\\.(?:\\s|$)|,?\\s+on\\s+\\d|,?\\s+on\\s+\\p{Lu}|\\s\\(|\\s*\\d{4}-))";

const owner = new RegExp(
  `\\b(?:(?:document|policy|procedure|process|standard|plan)\\s+)?owner(?:ed by)?\\s*[:|]\\s*${name}`,
  "iu",
);
const approver = new RegExp(
  `\\b(?:approved by|approver|approval by|authori[sz]ed by)\\s*[:|]?\\s*(?:the\\s+)?${name}`,
  "iu",
);
const version =
  /\b(?:version|revision|rev\.?|issue)\s*(?:no\.?|number)?\s*[:|]?\s*(v?\d{1,3}(?:\.\d{1,3}){0,3})\b/iu;
const webAddress = /\bhttps?:\/\/[^\s|<>"']{4,}|\b(?:[a-z0-9-]+\.){1,4}[a-z]{2,10}\/[^\s|<>"']+/iu;

export const findOwner = (text: string): Labelled | null => findLabelled(text, owner);
export const findApprover = (text: string): Labelled | null => findLabelled(text, approver);
export const findVersion = (text: string): Labelled | null => findLabelled(text, version);

/** The address of the page that a screenshot shows. */
export function findWebAddress(text: string): Labelled | null {
  const found = webAddress.exec(text);
  return found ? { value: found[0], start: found.index, end: found.index + found[0].length } : null;
}

function findLabelled(text: string, pattern: RegExp): Labelled | null {
  const found = pattern.exec(text);
  const value = found?.[1]?.trim();
  return found && value ? { value, start: found.index, end: found.index + found[0].length } : null;
}
