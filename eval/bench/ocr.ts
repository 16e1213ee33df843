// Measures the OCR on pictures whose words and places are known:
// node --import tsx eval/bench/ocr.ts [--show] [folder or folder:picture-folder …]
// A truth file `<name>.truth.json` lies in the folder, its picture beside it or in the picture folder.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type Box, boxSchema } from "../../src/domain/reading.ts";
import type { OcrPage, OcrWord } from "../../src/engines/ocr.ts";
import { buildPaddleOcr } from "../../src/engines/ocr-paddle.ts";

/** A word as it is drawn: `y` and `h` are of the font's line, not of the ink; words of a `run` are one text. */
type TruthWord = { run: number; text: string; x: number; y: number; w: number; h: number };

const runWordSchema = z.object({
  run: z.number(),
  text: z.string(),
  x: z.number(),
  y: z.number(),
  w: z.number(),
  h: z.number(),
});
const boxWordSchema = z.object({ text: z.string(), box: boxSchema });
const truthSchema = z.union([
  z.object({ words: z.array(runWordSchema) }),
  z.object({ words: z.array(boxWordSchema) }).transform(({ words }) => ({ words: joinRuns(words) })),
]);

/** Words that follow each other on one line, less than its height apart, are one text. */
function joinRuns(words: z.infer<typeof boxWordSchema>[]): TruthWord[] {
  let run = 0;
  return words.map(({ text, box: [x, y, w, h] }, at) => {
    const [beforeX, beforeY, beforeWidth] = words[at - 1]?.box ?? [x, y, 0];
    const white = x - beforeX - beforeWidth;
    if (Math.abs(y - beforeY) > h / 2 || white < -h || white > h) run += 1;
    return { run, text, x, y, w, h };
  });
}

/** A box is usable when none of its four edges is further off than this. */
const tolerancePixels = 4;
const defaultFolders = [
  "src/engines/fixtures/screens",
  "eval/datasets/screens:examples",
  "../shared/fixtures/screens",
];

type Score = {
  name: string;
  characters: number;
  errors: number;
  words: number;
  boxed: number;
  aligned: number;
  seconds: number;
};

/** Errors are edits per run of text, plus every character read where no text is. */
function scorePage(name: string, truth: TruthWord[], page: OcrPage, seconds: number): Score {
  const read = page.lines.flat();
  const runs = [...new Set(truth.map(({ run }) => run))].map((id) => truth.filter(({ run }) => run === id));
  const claimed = new Set<OcrWord>();
  const score = { name, characters: 0, errors: 0, words: truth.length, boxed: 0, aligned: 0, seconds };
  for (const run of runs) {
    const area = surround(run);
    const found = read.filter((word) => !claimed.has(word) && isCentreInside(word.box, area));
    for (const word of found) claimed.add(word);
    const expected = run.map(({ text }) => text).join(" ");
    const actual = found.map(({ text }) => text).join(" ");
    const edits = countEdits(expected, actual);
    if (edits > 0) console.log(`  ${name}: "${expected}" read as "${actual}"`);
    score.characters += expected.length;
    score.errors += edits;
  }
  for (const word of read) {
    if (claimed.has(word)) continue;
    console.log(`  ${name}: "${word.text}" read where no text is, at ${word.box.map(Math.round)}`);
    score.errors += word.text.length;
  }
  for (const word of truth) {
    const same = read.filter(({ text }) => text === word.text);
    if (same.some(({ box }) => isNear(word, box, true))) score.boxed += 1;
    if (same.some(({ box }) => isNear(word, box, false))) score.aligned += 1;
  }
  return score;
}

/** With `isStrict` all four edges, otherwise the left and right edge and the middle of the line. */
function isNear(word: TruthWord, [x, y, width, height]: Box, isStrict: boolean): boolean {
  const across = [x - word.x, x + width - word.x - word.w];
  const down = isStrict ? [y - word.y, y + height - word.y - word.h] : [y + height / 2 - word.y - word.h / 2];
  return [...across, ...down].every((distance) => Math.abs(distance) <= tolerancePixels);
}

function surround(words: TruthWord[]): Box {
  const left = Math.min(...words.map(({ x }) => x));
  const top = Math.min(...words.map(({ y }) => y));
  const right = Math.max(...words.map(({ x, w }) => x + w));
  const bottom = Math.max(...words.map(({ y, h }) => y + h));
  return [left, top, right - left, bottom - top];
}

function isCentreInside([x, y, width, height]: Box, [areaX, areaY, areaWidth, areaHeight]: Box): boolean {
  const centreX = x + width / 2;
  const centreY = y + height / 2;
  return centreX > areaX && centreX < areaX + areaWidth && centreY > areaY && centreY < areaY + areaHeight;
}

/** Levenshtein distance. */
function countEdits(expected: string, actual: string): number {
  let row = Array.from({ length: actual.length + 1 }, (_, at) => at);
  for (let i = 1; i <= expected.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= actual.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (expected[i - 1] === actual[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[actual.length] ?? 0;
}

function listCases(argument: string): { name: string; picture: string; truth: TruthWord[] }[] {
  const [folder = "", pictureFolder = folder] = argument.split(":");
  if (!existsSync(folder)) {
    console.log(`skipped: there is no folder ${folder}`);
    return [];
  }
  const names = readdirSync(folder).filter((name) => name.endsWith(".truth.json"));
  return names.sort().flatMap((file) => {
    const name = file.replace(/\.truth\.json$/, "");
    const candidates = ["png", "jpg", "jpeg"].map((ending) => join(pictureFolder, `${name}.${ending}`));
    const picture = candidates.find((path) => existsSync(path));
    if (!picture) console.log(`skipped: there is no picture for ${file}`);
    const { words } = truthSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
    return picture ? [{ name, picture, truth: words }] : [];
  });
}

function printScore(score: Score): void {
  const share = (part: number, whole: number) => `${((100 * part) / Math.max(1, whole)).toFixed(2)} %`;
  console.log(
    score.name.padEnd(32),
    share(score.errors, score.characters).padStart(10),
    share(score.boxed, score.words).padStart(10),
    share(score.aligned, score.words).padStart(10),
    `${score.seconds.toFixed(2)} s`.padStart(9),
  );
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { show: { type: "boolean" } } });
const cases = (positionals.length > 0 ? positionals : defaultFolders).flatMap(listCases);
const ocr = buildPaddleOcr();
const scores: Score[] = [];
for (const { name, picture, truth } of cases) {
  const started = performance.now();
  const page = await ocr.recognize(readFileSync(picture));
  scores.push(scorePage(name, truth, page, (performance.now() - started) / 1000));
  if (values.show) console.log(page.lines.map((line) => line.map(({ text }) => text).join(" ")).join("\n"));
}
await ocr.close();
const sum = (pick: (score: Score) => number) => scores.reduce((total, score) => total + pick(score), 0);
console.log(
  "picture".padEnd(32),
  "char err".padStart(10),
  "box 4 px".padStart(10),
  "x + line".padStart(10),
  "time".padStart(9),
);
scores.forEach(printScore);
printScore({
  name: `all ${scores.length}`,
  characters: sum(({ characters }) => characters),
  errors: sum(({ errors }) => errors),
  words: sum(({ words }) => words),
  boxed: sum(({ boxed }) => boxed),
  aligned: sum(({ aligned }) => aligned),
  seconds: sum(({ seconds }) => seconds) / Math.max(1, scores.length),
});
console.log(`peak resident ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);
