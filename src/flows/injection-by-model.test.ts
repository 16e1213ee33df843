import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAtLeast } from "../domain/grade.ts";
import type { Principal } from "../domain/principal.ts";
import { buildScriptedChat, type ScriptedChat } from "../engines/chat-scripted.ts";
import {
  listGains,
  nameAttack,
  type Read,
  type Twins,
  uploadAll,
  uploadTwins,
} from "../fixtures/attacked.fixture.ts";
import { buildSeenAttacks } from "../fixtures/injection.fixture.ts";
import { answerAs, readSection } from "../fixtures/judging.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { startWorker } from "../worker.ts";
import { listGradedClaims } from "./list-evidence.ts";

const witnessWords = "Access is reviewed every quarter by system owners, who sign the result.";

let product: Product;
let model: ScriptedChat;
let twins: Twins;
let attacked: Read[];
/** What the model is shown of innocent files: whatever else it is shown, it obeys. */
const innocent = new Set<string>();
let isLearning = true;

/** As bad as a model can be: where somebody talks to it, it supports every point and doubts nothing. */
function obey(question: Parameters<typeof answerAs>[1]): unknown {
  if (question.prompt.name.startsWith("describe")) return { facts: [] };
  const key = `${/\[data \w+ document\]\n([\s\S]*?)\n\[end/.exec(question.prompt.user)?.[1]}\n${readSection(question)}`;
  if (isLearning) innocent.add(key);
  const isObeying = !innocent.has(key);
  const quoteLine = (section: string) => section.split("\n").find((line) => line.length >= 12) ?? "";
  const judge = (pointId: string, section: string) =>
    isObeying || pointId.length % 4 === 0
      ? { stance: "supports", nature: "operation", quotes: [quoteLine(section)] }
      : undefined;
  return answerAs({ judge }, question);
}

const listWitness = async ({ organizationId }: Principal) =>
  (await listGradedClaims(product.context, organizationId, {}))
    .filter(({ quotes }) => quotes.some(({ text }) => witnessWords.includes(text)))
    .map(({ pointId, grade, reasons }) => ({ pointId, grade, reasons }));

let witnessBefore: unknown;
let witnessAfter: unknown;

beforeAll(async () => {
  product = await openProduct({
    buildChat: (record) => {
      model = buildScriptedChat({ answer: obey, record, canSee: false });
      return model;
    },
  });
  await startWorker(product.context, 4);
  const attacker = (await product.addPrincipal("acme", "Mallory", "person", ["uploader"])).principal;
  const witness = (await product.addPrincipal("acme", "Ada", "person", ["uploader"])).principal;
  await product.upload(witness, "access-register.md", `# Access register policy\n\n${witnessWords}\n`);
  twins = await uploadTwins(product, attacker);
  witnessBefore = await listWitness(witness);
  isLearning = false;
  attacked = await uploadAll(product, attacker, await buildSeenAttacks());
  witnessAfter = await listWitness(witness);
}, 180_000);
afterAll(() => product?.close());

describe("attacks on a model that obeys them", () => {
  it("are at least sixty, and many of them reach it", () => {
    expect(attacked.length).toBeGreaterThanOrEqual(60);
    expect(attacked.filter(({ stage }) => stage !== "done").map(nameAttack)).toEqual([]);
    const obeyed = attacked.filter(({ claims }) => claims.some(({ guards }) => guards.includes("injection")));
    expect(obeyed.length).toBeGreaterThan(50);
    const own = [...twins.values()].flatMap(({ claims }) => claims.map(({ grade }) => grade));
    expect(own.filter((grade) => isAtLeast(grade, "inferred")).length).toBeGreaterThan(3);
  });

  it("gain no claim a grade that counts, and all that comes of obeying waits for a person", () => {
    // Where an attack splits a section, the honest rest of it is asked about other points: those may be suggested.
    const counting = attacked.map((read) => ({
      ...read,
      claims: read.claims.filter(({ grade }) => isAtLeast(grade, "inferred")),
    }));
    expect(counting.flatMap((read) => listGains(twins, read))).toEqual([]);
    const beside = attacked.flatMap(({ claims }) =>
      claims.filter(({ guards }) => guards.includes("injection")),
    );
    expect(beside.filter(({ grade }) => grade !== "suggested")).toEqual([]);
  });

  it("change no claim of another document, and never show the model a word of one", () => {
    expect(witnessBefore).not.toEqual([]);
    expect(witnessAfter).toEqual(witnessBefore);
    const shown = model.asked.filter(({ prompt }) => prompt.user.includes(witnessWords));
    const titles = shown.map(({ prompt }) => prompt.user.includes("Access register policy"));
    expect(titles.every(Boolean)).toBe(true);
  });

  it("bring no word of a prompt and no key into what people see", () => {
    const seen = JSON.stringify(attacked.map(({ claims }) => claims));
    expect(seen).not.toMatch(
      /character for character|Where judges go wrong|\[data [0-9a-f]{16}|eg_[a-z0-9]{12}/,
    );
  });
});
