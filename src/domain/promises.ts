// Promises that nobody can keep: that evidence makes an organization compliant, certified, safe or sure to pass.

const promises: readonly RegExp[] = [
  /\b(?:non-?)?compliant\b/,
  /\bcompl(?:y|ies|ied|ying)\b/,
  /\b(?:in|into|full|ensur\w+|achiev\w+|prov\w+|demonstrat\w+|guarante\w+|reach\w*|gain\w*|show\w*|mean\w*|secur\w+|bring\w*) (?:\S+ ){0,3}?compliance\b(?! (?:team|officer|manager|lead|department|record|log|report|tool|polic\w+|training|stat\w+|dashboard|score|column|check|cent\w+)\b)/,
  /\bcertif(?:y|ies|ied|ying)\b/,
  /\b(?:get|gain|obtain|achiev|earn|receiv|reach|win|secur)\w* (?:\S+ ){0,3}?(?:certification|accreditation|attestation)\b/,
  /\b(?:guarant|garanti|warrant(?:s|ed|y)\b)/,
  /\bpass(?:es|ed|ing)? (?:\S+ ){0,4}?(?:audits?|auditors?|assessments?|inspections?|examinations?|certification|reviews? by)\b/,
  /\b(?:audits?|auditors?|inspectors?|regulators?) (?:\S+ ){0,3}?(?:will|would|must|have to|has to|is going to) (?:\S+ ){0,2}?(?:accept|approve|pass|agree|be (?:satisfied|happy|content|convinced))/,
  /\baudit[- ](?:proof|ready|safe)\b/,
  /\bsatisf\w+ (?:\S+ ){0,4}?(?:auditors?|regulators?|authorit\w+|requirements?|criteri\w+|controls?|clauses?|articles?|standards?|laws?|demands?|obligations?)\b/,
  /\b(?:meets?|fulfil\w*|conform\w*) (?:\S+ ){0,4}?(?:requirements?|criteri\w+|clauses?|articles?|standards?|laws?|obligations?|soc ?2|iso|gdpr|ccpa|pipeda|nist|dsgvo)\b/,
  /\b(?:avoid|prevent|spare|escape)\w* (?:\S+ ){0,3}?(?:fines?|penalt\w+|sanctions?|findings?|liabilit\w+)\b/,
  /\b(?:you|we|company|organi[sz]ation|business|firm)(?:'re| are| is| be| become[s]?| will be| stays?) (?:\S+ )?(?:secure|safe|protected|covered|untouchable)\b/,
  /\b(?:fully|completely|legally|totally) (?:secure|safe|protected|covered|sound)\b/,
  /\b(?:closes?|settles?) (?:\S+ ){0,2}?(?:requirement|criteri\w+|clause|article)\b/,
  // Evidence that is made up to close a gap.
  /\bback-?dat(?:e|ed|ing)\b|\bafter the fact\b|\b(?:change|edit|adjust|alter|rewrite) (?:the |its |their )?(?:dates?|timestamps?)\b/,
  // A model that was led into another language.
  /\b(?:konform\w*|zertifiziert\w*|conformes?|certifi[ée]e?s?|certificad[oa]s?|certificat[oi]|cumpl\w+|aprobar\w*|besteh(?:t|en) (?:\S+ ){0,3}?(?:audit|prüfung))\b/,
];

/** The words of the first promise in a text, or null. */
export function findPromise(text: string): string | null {
  const plain = text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[‘’]/g, "'")
    .replace(/\s+/g, " ")
    .toLowerCase();
  for (const pattern of promises) {
    const found = pattern.exec(plain);
    if (found) return found[0];
  }
  return null;
}
