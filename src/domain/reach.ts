// Reach: for whom and for what the words of a rule or of an observation hold, so that only like is compared with like.

type Mark = {
  token: string;
  pattern: RegExp;
  /** `strict`: both sides have it or neither; `foreign`: rules that do not name it do not mean it. */
  sort?: "strict" | "foreign";
};

const marks: readonly Mark[] = [
  { token: "severity:critical", pattern: /\bcritical\b/i, sort: "strict" },
  {
    token: "severity:high",
    pattern: /\bhigh(?:[- ](?:risk|severity|rated))?\b(?! availab)/i,
    sort: "strict",
  },
  { token: "severity:medium", pattern: /\b(?:medium|moderate)\b/i, sort: "strict" },
  { token: "severity:low", pattern: /\blow(?:[- ](?:risk|severity|rated))?\b/i, sort: "strict" },
  {
    token: "severity:class",
    pattern: /\b(?:severity|priority|tier|level|sev) ?(?:[:-] ?)?[1-5a-d]\b/i,
    sort: "strict",
  },
  { token: "tier:online", pattern: /\b(?:online|hot)\b/i, sort: "strict" },
  {
    token: "tier:archive",
    pattern: /\barchived?:|\b(?:cold storage|offline)\b/i,
    sort: "strict",
  },
  { token: "tier:part", pattern: /\b(?:incremental|differential|transaction log|wal)\b/i, sort: "strict" },
  {
    token: "tier:monthly",
    pattern: /\b(?:monthly|yearly|weekly) (?:cop(?:y|ies)|back-?ups?|full)\b/i,
    sort: "strict",
  },
  { token: "thing:certificate", pattern: /\bcertificates?\b/i, sort: "strict" },
  {
    token: "thing:static",
    pattern:
      /\b(?:api|access|static|ssh|service account|signing) (?:keys?|tokens?|secrets?|credentials?)\b|\bsecrets?\b/i,
    sort: "strict",
  },
  { token: "thing:badge", pattern: /\bbadges?\b|\bphysical access|\bkey ?cards?\b/i, sort: "strict" },
  {
    token: "thing:dismissed",
    pattern: /\b(?:dismiss\w*|for cause|involuntar\w*|immediate termination|hostile)\b/i,
    sort: "strict",
  },
  { token: "to:authority", pattern: /\b(?:authorit(?:y|ies)|regulators?|commissioner)\b/i, sort: "strict" },
  {
    token: "to:customer",
    pattern:
      /\b(?:notif\w*|inform\w*|report\w*|tell|told) (?:\w+ ){0,3}(?:customers?|clients?|controllers?)\b|\b(?:customers?|clients?|controllers?|affected \w+) (?:are|is|were|was|must be) (?:\w+ )?(?:notified|informed|told)\b/i,
    sort: "strict",
  },
  {
    token: "who:admin",
    pattern:
      /\badmin(?:istrat(?:or|ive|ion)s?|s)?\b|\bprivileged?\b|\broot\b|\bsuper ?users?\b|\boperators?\b/i,
  },
  {
    token: "who:service",
    pattern: /\bservice accounts?\b|\bnon-?human|\bmachine accounts?\b|\bsystem accounts?\b|\bsvc-/i,
    sort: "foreign",
  },
  {
    token: "who:contractor",
    pattern:
      /\bcontractors?\b|\bexternals\b|\bexternal (?:users|staff|people|workers)\b|\bsuppliers?\b|\bvendors?\b/i,
  },
  {
    token: "who:customer",
    pattern: /\bcustomers?'? (?:sessions?|accounts?|log-?ins?|users?|passwords?|portal)\b/i,
    sort: "foreign",
  },
  { token: "who:guest", pattern: /\b(?:guests?|visitors?)\b/i, sort: "foreign" },
  { token: "who:applicant", pattern: /\b(?:applicants?|candidates?)\b/i, sort: "foreign" },
  { token: "where:production", pattern: /\bprod(?:uction)?\b/i },
  {
    token: "where:test",
    pattern:
      /\b(?:staging|sandbox|dev(?:elopment)?|qa|demo|test(?:ing)? (?:environment|system|server|tenant)s?|non-prod\w*|pre-?prod\w*)\b/i,
    sort: "foreign",
  },
  { token: "where:remote", pattern: /\bremote(?:ly)?\b|\bvpn\b|\bhome office\b/i },
  {
    token: "where:internet",
    pattern:
      /\b(?:internet-facing|external(?:ly)? (?:facing|exposed|hosts?|systems?|perimeter)|public-facing|perimeter)\b/i,
  },
  { token: "where:internal", pattern: /\binternal (?:hosts?|systems?|networks?|servers?)\b/i },
  { token: "what:database", pattern: /\b(?:databases?|db|sql)\b|-db\b/i },
  { token: "what:mail", pattern: /\b(?:e-?mails?|mail ?box(?:es)?)\b/i },
  {
    token: "what:device",
    pattern:
      /\b(?:laptops?|workstations?|endpoints?|desktops?|notebooks?|devices?|computers?|usb|screens?|removable|bitlocker|filevault|disk encryption|real-time protection)\b/i,
  },
  { token: "what:mobile", pattern: /\b(?:phones?|mobiles?|tablets?|smartphones?)\b/i },
  { token: "what:server", pattern: /\bservers?\b/i },
  { token: "what:wiki", pattern: /\b(?:wiki|website|intranet)\b/i, sort: "foreign" },
  { token: "what:wireless", pattern: /\b(?:wi-?fi|wireless|wlan)\b/i },
  { token: "what:network", pattern: /\bnetwork devices?|\brouters?\b|\bswitches\b|\bfirewalls?\b/i },
  {
    token: "what:code",
    pattern: /\b(?:source code|repositor(?:y|ies)|branch(?:es)?|pull requests?|merg(?:e|ed|ing))\b/i,
  },
  { token: "what:file", pattern: /\b(?:file ?(?:server|share)s?|documents? store)\b/i },
];

export type Reach = {
  tokens: ReadonlySet<string>;
  /** Named systems, and the first cell of a table's row: words that the other side has to have too. */
  names: readonly string[];
  /** All words around, in lower case: where the names of the other side are looked for. */
  around: string;
};

const sortOf = new Map(marks.map(({ token, sort }) => [token, sort]));

/**
 * @param place `clause` is what says it, `beside` the other cells of its row, `context` the headings and the title
 *   above it, `sentence` all that it stands in.
 */
export function findReach(
  place: { clause: string; beside: string; context: string; sentence: string },
  names: readonly string[],
): Reach {
  const near = `${place.clause} . ${place.beside}`;
  const wide = `${near} . ${place.context}`;
  const tokens = marks.flatMap(({ token, pattern, sort }) => {
    const text = token.startsWith("severity") ? near : sort === "strict" ? place.clause : wide;
    return pattern.test(text) ? [token] : [];
  });
  return { tokens: new Set(tokens), names, around: `${place.context} . ${place.sentence}`.toLowerCase() };
}

/** What the rule is for is what was observed: an observation may be of a part of it, not of more or of other things. */
export function isWithin(observed: Reach, rule: Reach): boolean {
  return (
    hasSameStrict(observed, rule) &&
    listClasses(rule).every((name) => {
      const wanted = listTokens(rule, name);
      return wanted.some((token) => observed.tokens.has(token));
    }) &&
    [...observed.tokens].every((token) => sortOf.get(token) !== "foreign" || rule.tokens.has(token)) &&
    hasNames(rule.names, observed)
  );
}

/** Two rules for the same people and things. */
export function isSameReach(one: Reach, other: Reach): boolean {
  const list = ({ tokens }: Reach) => [...tokens].toSorted().join();
  const isNamedAlike = one.names.length === 0 ? other.names.length === 0 : other.names.length > 0;
  return (
    list(one) === list(other) && isNamedAlike && hasNames(one.names, other) && hasNames(other.names, one)
  );
}

function hasSameStrict(one: Reach, other: Reach): boolean {
  const list = ({ tokens }: Reach) => [...tokens].filter((token) => sortOf.get(token) === "strict");
  const [own, others] = [list(one), list(other)];
  if (own.length === 0 || others.length === 0) return own.length === others.length;
  return own.some((token) => others.includes(token));
}

function listClasses({ tokens }: Reach): string[] {
  const loose = [...tokens].filter((token) => sortOf.get(token) !== "strict");
  return [...new Set(loose.map((token) => token.split(":")[0] ?? ""))];
}

function listTokens({ tokens }: Reach, name: string): string[] {
  return [...tokens].filter((token) => token.startsWith(`${name}:`));
}

function hasNames(names: readonly string[], { around }: Reach): boolean {
  return names.length === 0 || names.some((name) => around.includes(name));
}

const ordinary =
  /^(?:I|The|A|An|All|Any|Each|Every|No|It|This|Security|Compliance|Head|Officer|Chief|Manager|Managers|Administrators?|Team|Teams|Lead|Leads|Director|Board|Committee|Department|Group|Owner|Owners|People|Human|Resources|Operations|Engineering|Engineer|Engineers|Information|Technology|Data|Protection|Privacy|Risk|Support|Service|Desk|Policy|Standard|Procedure|Plan|Section|Annex|Appendix|Table|User|Users|Staff|Employees?|Company|Organi[sz]ation|Password|Passwords|Multi|Multi-Factor|Factor|Authentication|Backup|Backups|Access|Account|Accounts|Log|Logs|Production|System|Systems|Review|Reviews|Audit|Internal|External|Critical|High|Medium|Low|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|Days?|Months?|Hours?|Years?|Minutes?|Weeks?|[A-Z]{2,5}s?|[A-Z]+-?\d[\w.-]*)$/;

/** Proper names in running words ("sessions of Harbourgate"); titles of people and months are none. */
export function listNames(prose: string): string[] {
  return [...prose.matchAll(/(?<=[a-z,;] )\p{Lu}[\p{L}\d-]+/gu)]
    .map(([name]) => name)
    .filter((name) => !ordinary.test(name))
    .map((name) => name.toLowerCase());
}
