import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildQuestion } from "./chat.contract.ts";
import { hashQuestion, writeSchema } from "./chat-question.ts";

const determinants = { model: "m", temperature: 0, seed: 7 };
const base = hashQuestion(buildQuestion(), determinants);
const { prompt } = buildQuestion();
const other = { organizationId: "00000000-0000-4000-8000-00000000000b", documentId: null };

describe("the hash of a question", () => {
  it("changes with everything that determines the reply", () => {
    const hashes = [
      base,
      hashQuestion(buildQuestion(), { ...determinants, model: "n" }),
      hashQuestion(buildQuestion(), { ...determinants, seed: 8 }),
      hashQuestion(buildQuestion(), { ...determinants, temperature: 1 }),
      hashQuestion(buildQuestion({ prompt: { ...prompt, system: "Judge!" } }), determinants),
      hashQuestion(buildQuestion({ prompt: { ...prompt, user: "Other words." } }), determinants),
      hashQuestion(buildQuestion({ images: ["data:image/png;base64,AAAA"] }), determinants),
      hashQuestion(buildQuestion({ images: ["data:image/png;base64,AAAB"] }), determinants),
      hashQuestion({ ...buildQuestion(), schema: z.object({ a: z.string() }) }, determinants),
    ];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it("cannot be led astray by words that move from one part to the other", () => {
    const moved = buildQuestion({ prompt: { ...prompt, system: "", user: prompt.system + prompt.user } });
    expect(hashQuestion(moved, determinants)).not.toBe(base);
  });

  it("stays with what does not: who asks, and what the prompt is called", () => {
    expect(hashQuestion(buildQuestion({ subject: other }), determinants)).toBe(base);
    expect(hashQuestion(buildQuestion({ prompt: { ...prompt, version: "2" } }), determinants)).toBe(base);
  });
});

describe("the schema for a server", () => {
  it("requires every field at every depth and allows no other, as the strict form wants it", () => {
    const schema = z.object({
      list: z.array(z.object({ a: z.string().nullable(), b: z.number().default(1) })),
    });
    expect(writeSchema(schema)).toMatchObject({
      required: ["list"],
      additionalProperties: false,
      properties: { list: { items: { required: ["a", "b"], additionalProperties: false } } },
    });
  });
});
