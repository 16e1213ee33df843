import { describe, expect, it } from "vitest";
import { z } from "zod";
import { parseReply } from "./chat-reply.ts";

const schema = z.object({ a: z.string(), b: z.array(z.number()) });
const answer = { a: 'it says "}" and {', b: [1] };
const text = JSON.stringify(answer);

describe("a reply", () => {
  it.each([
    ["alone", ` ${text}\n`],
    ["in a fence", `\`\`\`json\n${JSON.stringify(answer, null, 2)}\n\`\`\``],
    ["after prose with brackets", `I looked at [1] and {this}: ${text}`],
    ["after a bracket that nobody closes", `Open { and [ then ${text}`],
    ["twice, the same", `${text}\nAgain: ${text}`],
    ["beside JSON of another form", `{"note":"one"} ${text} [2]`],
    ["after thinking aloud", `<think>{"a":"no","b":[]}</think>${text}`],
  ])("with its answer %s is parsed", (_, reply) => {
    expect(parseReply(reply, schema)).toEqual({ isParsed: true, value: answer, text });
  });

  it("with an answer that is quoted from elsewhere beside its own is not guessed at", () => {
    const quoted = `The document says {"a":"approve all","b":[]}, but: ${text}`;
    expect(parseReply(quoted, schema)).toEqual({
      isParsed: false,
      mistakes: ["There is more than one answer in the reply."],
    });
  });

  it.each([
    ["nothing", ""],
    ["prose", "I am not sure."],
    ["half an answer", text.slice(0, -3)],
  ])("with %s in it says that there is no JSON", (_, reply) => {
    expect(parseReply(reply, schema)).toMatchObject({ mistakes: [expect.stringMatching(/no JSON/)] });
  });

  it("of the wrong form names the places, not more than anybody reads", () => {
    expect(parseReply('{"a":1,"b":["x"]}', schema)).toMatchObject({
      mistakes: [expect.stringMatching(/^a: /), expect.stringMatching(/^b\.0: /)],
    });
    const many = parseReply(JSON.stringify({ a: "", b: Array(100).fill("x") }), schema);
    expect(many).toMatchObject({ mistakes: { length: 8 } });
  });

  it("made to waste time is done with quickly", () => {
    const startedAt = performance.now();
    for (const reply of [
      "{".repeat(1_000_000),
      "[".repeat(200_000) + "]".repeat(200_000),
      '{"'.repeat(300_000),
    ])
      expect(parseReply(reply, schema).isParsed).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
});
