// Letters that are not what they seem: characters nobody sees, look-alikes of other alphabets, letters spelled apart.

/** Zero-width and bidirectional controls, tags, variation selectors, fillers: drawn as nothing by every font. */
const unseenRun = /\p{Default_Ignorable_Code_Point}+/gu;

/** What one text says in secret is looked at so often and so far: more is not worth the time. */
const mostFindings = 200;
const longestTurn = 500;

/** Text without the characters that nobody sees, and what those that have no innocent use said or split. */
export type Uncovered = { text: string; hidden: string[] };

/** Removes what no font draws. A soft hyphen, the joint of an emoji or a mark of byte order is no news. */
export function uncover(text: string): Uncovered {
  if (text.search(unseenRun) < 0) return { text, hidden: [] };
  const said: string[] = [];
  const splitWords = new Set<string>();
  for (const found of text.matchAll(unseenRun)) {
    if (said.length + splitWords.size >= mostFindings) break;
    const [run] = found;
    const message = decodeTags(run, text.slice(0, found.index)) ?? decodeSelectors(run);
    if (message !== null) said.push(message);
    else if (/[\u202D\u202E]/u.test(run))
      said.push(readBackwards(text.slice(found.index + run.length, found.index + longestTurn)));
    else if (isSplittingWord(text, found.index, run)) splitWords.add(findWord(text, found.index));
  }
  if (splitWords.size > 0) said.push([...splitWords].join(" "));
  return { text: text.replace(unseenRun, ""), hidden: said.filter((one) => one.trim() !== "") };
}

/** Unicode tags repeat ASCII out of sight; only the flags of some regions use them rightly. */
function decodeTags(run: string, before: string): string | null {
  const tags = [...run].filter((one) => one >= "\u{E0020}" && one <= "\u{E007E}");
  if (tags.length === 0 || (before.endsWith("\u{1F3F4}") && tags.length <= 6)) return null;
  return tags.map((one) => String.fromCodePoint((one.codePointAt(0) ?? 0) - 0xe0000)).join("");
}

/** A letter has one variation selector at most; a row of them carries bytes (the first sixteen, then the others). */
function decodeSelectors(run: string): string | null {
  const bytes = [...run].flatMap((one) => {
    const code = one.codePointAt(0) ?? 0;
    if (code >= 0xfe00 && code <= 0xfe0f) return [code - 0xfe00];
    return code >= 0xe0100 && code <= 0xe01ef ? [code - 0xe0100 + 16] : [];
  });
  return bytes.length < 3 ? null : new TextDecoder().decode(new Uint8Array(bytes));
}

/** What is seen after a mark that turns the direction, up to its end or that of the line. */
function readBackwards(after: string): string {
  const [turned = ""] = after.split(/[\u202C\n]/, 1);
  return [...turned.replace(unseenRun, "")].toReversed().join("");
}

/** Between Latin letters none of these has a use, but for soft hyphens and the breaks of long words. */
function isSplittingWord(text: string, at: number, run: string): boolean {
  const isBetween =
    /\p{Script=Latin}$/u.test(text.slice(Math.max(0, at - 2), at)) &&
    /^\p{Script=Latin}/u.test(text.slice(at + run.length, at + run.length + 2));
  return isBetween && [...run].some((one) => !/^(?:\u00AD|\p{Variation_Selector})$/u.test(one));
}

function findWord(text: string, at: number): string {
  const before = /\S{0,40}$/u.exec(text.slice(Math.max(0, at - 40), at))?.[0] ?? "";
  const after = /^\S{0,40}/u.exec(text.slice(at, at + 40))?.[0] ?? "";
  return (before + after).replace(unseenRun, "");
}

/** Cyrillic and Greek letters, and a few others, by the small Latin letter that they look like. */
const lookAlikes: Record<string, string> = {
  а: "a",
  в: "b",
  с: "c",
  ԁ: "d",
  е: "e",
  ё: "e",
  һ: "h",
  н: "h",
  і: "i",
  ї: "i",
  ј: "j",
  к: "k",
  ӏ: "l",
  м: "m",
  о: "o",
  р: "p",
  ԛ: "q",
  г: "r",
  ѕ: "s",
  т: "t",
  ц: "u",
  ѵ: "v",
  ԝ: "w",
  х: "x",
  у: "y",
  α: "a",
  β: "b",
  ϲ: "c",
  ε: "e",
  η: "n",
  ι: "i",
  κ: "k",
  ν: "v",
  ο: "o",
  ρ: "p",
  τ: "t",
  υ: "u",
  χ: "x",
  γ: "y",
  ω: "w",
  ı: "i",
  ɑ: "a",
  ɡ: "g",
  ɩ: "i",
  ʟ: "l",
  ł: "l",
  ø: "o",
  đ: "d",
};
/** Digits and signs that stand for letters inside words. */
const digitLetters: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
};

/** Small letters without accents, in their plain form: full-width, mathematical and circled ones too. */
export function foldLetter(letter: string): string {
  return letter.normalize("NFKC").toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
}

/** Words of folded text as somebody reads them who knows Latin letters only. */
export function foldLookAlikes(folded: string): string {
  const latin = folded.replace(/[^\0-\u007F]/gu, (letter) => lookAlikes[letter] ?? letter);
  return latin.replace(/[a-z0-9@$]+/g, (word) =>
    /[a-z].*[a-z]/.test(word) ? word.replace(/[0-9@$]/g, (sign) => digitLetters[sign] ?? sign) : word,
  );
}

const foreignLetter = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** Words that look Latin and are written with letters of another alphabet among the Latin ones. */
export function listDisguisedWords(text: string): { word: string; start: number; end: number }[] {
  if (!foreignLetter.test(text)) return [];
  return [...text.matchAll(/[\p{L}\p{M}]{3,}/gu)].flatMap(({ 0: word, index }) => {
    if (!foreignLetter.test(word) || !/\p{Script=Latin}/u.test(word)) return [];
    const isLatinLook = /^[a-z]+$/.test(foldLookAlikes([...word].map(foldLetter).join("")));
    return isLatinLook ? [{ word, start: index, end: index + word.length }] : [];
  });
}
