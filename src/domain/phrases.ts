// Phrases that name things, taken from a text without any model: runs of words between verbs, stop words and marks.

/** Words that join, point or tell: a phrase ends at each of them. */
const breakingWords: ReadonlySet<string> = new Set(
  `a about above according across after against all also am among an and another any appropriate are as at be because
  been before being below between both but by can could current currently deemed described do does done due during
  each either etc every following for from further given had has have having he her his how i if in include includes
  including into is it its itself least made may might more most must necessary need needed needs neither no nor not of
  off on once one only onto or other others our out over own per prior relevant required requirement requirements
  respective shall she should so some specific specified such than that the their them then there thereof these they
  this those through thus to together toward towards two three under unless until up upon us use used uses using via was
  we were what when where whether which while who whom whose why will with within without would you your down written e.g i.e
  assignment selection organization organizations organization-defined entity entities appropriately accordance
  accordingly based least regarding related associated applicable`.split(/\s+/),
);

/** Verbs that start demands: they say what to do, not what with. */
const demandVerbs: ReadonlySet<string> = new Set(
  `address addresses adopt allow align analyze analyse apply applied approve approved assess assign assigned
  authorize authorise cease collect communicate communicated comply conduct conducted configure consider
  coordinate correct create define defined defines deny describe designate detect determine determined
  develop developed develops disable disseminate distribute document documented documents employ enable
  enforce enforced enforces ensure ensured ensures establish established establishes evaluate execute
  generate govern grant handle identify identified identifies implement implemented implements incorporate
  inform initiate install integrate issue keep maintain maintained maintains manage managed manages
  minimize mitigate modify monitored notify obtain perform performed prevent prevents produce prohibit
  protect protected protects provide provided provides publish receive recorded reduce remove reported
  require requires respond restrict restricts retain retained reviewed select separate specify take
  terminate tested update updated updates validate verify verified`.split(/\s+/),
);

/** Verbs at the start of a sentence, names everywhere else: "Test the plan", "the penetration test". */
const startingVerbs: ReadonlySet<string> = new Set(
  `control limit log measure monitor monitors permit plan record records report review reviews store supervise support
  test track train`.split(/\s+/),
);

/** Words that stand in nearly every demand; alone they find nothing. */
const paleWords: ReadonlySet<string> = new Set(
  `access action actions activities activity business component components control controls information item items level
  management measures mechanism mechanisms organizational person personnel plan plans policies policy privacy procedure
  procedures process processes program purpose purposes resources risk role roles scope security service services source
  system systems thing things technology time user users`.split(/\s+/),
);

const phraseWords = { min: 2, max: 4 };
const singleWordLength = 4;
const wordPattern = /[\p{L}\p{N}]+(?:['’./&-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}]/gu;

/**
 * At most `limit` phrases in lower case (acronyms keep their case), the first text's first; phrases of several words
 * before single ones, none twice.
 */
export function listPhrases(texts: readonly string[], limit: number): string[] {
  const runs = texts.flatMap(listRuns);
  const long = runs.flatMap((run) => (run.length >= phraseWords.min ? [run.slice(-phraseWords.max)] : []));
  const single = runs.filter(([word = "", ...more]) => more.length === 0 && isTelling(word));
  const found = new Map<string, string>();
  for (const run of [...long, ...single]) {
    const phrase = run.join(" ");
    if (found.size >= limit) break;
    if (phrase.length <= 60 && !found.has(phrase.toLowerCase())) found.set(phrase.toLowerCase(), phrase);
  }
  return [...found.values()];
}

function isTelling(word: string): boolean {
  return word.length >= singleWordLength && !paleWords.has(word) && !/ly$/.test(word);
}

/** Runs of neighbouring words that are neither stop words nor verbs of demand. */
function listRuns(text: string): string[][] {
  const runs: string[][] = [[]];
  let isStart = true;
  // What a publisher leaves to be filled in names nothing yet.
  for (const [token] of text.replace(/\[(?:assignment|selection)[^\]]*\]/g, " ; ").matchAll(wordPattern)) {
    const word = /^\p{Lu}{2,}/u.test(token) ? token : token.toLowerCase();
    const isMark = !/[\p{L}\p{N}]/u.test(word);
    const isBreak = isMark || /^\d+$/.test(word) || breakingWords.has(word) || demandVerbs.has(word);
    if (isBreak || (isStart && startingVerbs.has(word))) runs.push([]);
    else runs.at(-1)?.push(word);
    isStart = /[.:;!?]/.test(word);
  }
  return runs.filter((run) => run.length > 0);
}
