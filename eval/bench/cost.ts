// What a model is asked about the example files: tokens and calls, beside asking with the whole catalogue, and beside
// asking about each passage and point. Tokens are estimated as four characters each, alike on all sides.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { readPrompt, renderPrompt } from "../../agents/prompt.ts";
import { buildAnalyser } from "../../src/domain/analyser.ts";
import { listPoints } from "../../src/domain/catalogue.ts";
import { describeReading, findFact, getKind } from "../../src/domain/description.ts";
import { readCatalogueFiles, readSynonyms } from "../../src/engines/catalogue-files.ts";
import { estimateTokens } from "../../src/engines/chat.ts";
import { buildScriptedChat } from "../../src/engines/chat-scripted.ts";
import { buildTryChat } from "../../src/engines/chat-try.ts";
import { buildLocalEmbedder } from "../../src/engines/embedder-local.ts";
import { buildEnglishLexicon } from "../../src/engines/lexicon-english.ts";
import { buildReaderProcess } from "../../src/engines/reader-process.ts";
import { embedCatalogue, parseCatalogue } from "../../src/flows/load-catalogue.ts";
import { assessText } from "../assess-text.ts";
import { answerByWords } from "./word-judge.ts";

const examples = join(import.meta.dirname, "../../examples");
const show = (name: string, value: string) => console.log(`${name.padEnd(58)} ${value}`);

const embedder = buildLocalEmbedder();
const reader = buildReaderProcess({ timeoutMs: 120_000, memoryLimitBytes: 700 * 1024 * 1024 });
const catalogue = parseCatalogue(await readCatalogueFiles());
const { vectors } = await embedCatalogue(catalogue, embedder, new Map());
const analyser = buildAnalyser(catalogue, vectors, buildEnglishLexicon(await readSynonyms()));
const judge = await readPrompt("judge-claims");
const points = listPoints(catalogue);
const writePoint = (point: (typeof points)[number]) =>
  `${point.id} (${point.nature}): ${point.statement} Does not prove it: ${point.doesNotProve}`;

/** Tokens of a judge's question about a text and points, and of a reply that names each of them. */
function price(text: string, list: readonly (typeof points)[number][]): number {
  const { system, user } = renderPrompt(judge, {
    kind: "policy",
    document: "Title",
    section: text,
    picture: "No picture comes along.",
    points: list.map(writePoint).join("\n"),
  });
  return estimateTokens(system) + estimateTokens(user) + 25 * list.length;
}

const one = points.slice(0, 1);
const totals = { files: 0, pages: 0, passages: 0, calls: 0, tokens: 0, wholeCatalogue: 0, eachPair: 0 };
for (const name of (await readdir(examples)).toSorted()) {
  const reading = await reader.read({ path: join(examples, name), name });
  const facts = describeReading(reading, { fileName: name, uploadedAt: new Date() });
  const chat = buildScriptedChat({ answer: ({ prompt }) => answerByWords(prompt.user) ?? {} });
  const tryChat = buildTryChat(chat);
  const subject = { title: findFact(facts, "title"), kind: getKind(facts), reading, sha256: name };
  const { passages } = await assessText(subject, analyser, embedder, tryChat);
  const sections = chat.asked.filter(({ prompt }) => prompt.name === "judge-claims");
  const whole = passages.reduce((sum, { text }) => sum + estimateTokens(text), 0);
  totals.files += 1;
  totals.pages += reading.pages.length;
  totals.passages += passages.length;
  totals.calls += chat.asked.length;
  totals.tokens += chat.asked.reduce(
    (sum, { prompt }) => sum + estimateTokens(prompt.system) + estimateTokens(prompt.user) + 25 * 25,
    0,
  );
  totals.wholeCatalogue += sections.length * price("", points) + whole;
  totals.eachPair += passages.reduce((sum, { text }) => sum + points.length * price(text, one), 0);
}
await Promise.all([embedder.close(), reader.close()]);

const { files, pages, passages, calls, tokens, wholeCatalogue, eachPair } = totals;
show("files, pages, passages, points", `${files}, ${pages}, ${passages}, ${points.length}`);
show("calls per document (judge and sceptic)", (calls / files).toFixed(1));
show("tokens per page", (tokens / pages).toFixed(0));
show(
  "whole catalogue in every question, as against this",
  `${(wholeCatalogue / tokens).toFixed(1)} times the tokens`,
);
show(
  "one question for each passage and point",
  `${(eachPair / tokens).toFixed(0)} times the tokens (target: at least 20)`,
);
