import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildQuestion, describeChat, verdict } from "./chat.contract.ts";
import { now, openHostedChat } from "./fixtures/hosted-chat.fixture.ts";

let hosted: Awaited<ReturnType<typeof openHostedChat>>;
beforeAll(async () => {
  hosted = await openHostedChat();
});
afterAll(() => hosted?.server.close());
afterEach(() => hosted.reset());

describe("the hosted chat", () => {
  describeChat(() => ({ seeing: hosted.build(), blind: hosted.build({ canSee: false }) }));

  it("asks without streaming, with temperature 0, a fixed seed and the strict schema", async () => {
    await hosted.build().ask(buildQuestion());
    expect(hosted.server.asked).toMatchObject([
      {
        model: "m",
        stream: false,
        temperature: 0,
        seed: 7,
        messages: [{ role: "system" }, { role: "user" }],
        response_format: {
          type: "json_schema",
          json_schema: {
            name: "judge-claims",
            strict: true,
            schema: { required: ["verdicts"], additionalProperties: false },
          },
        },
      },
    ]);
  });

  it("tells what every call used and cost, before it gives the reply", async () => {
    const { usage } = await hosted.build().ask(buildQuestion());
    expect(usage).toEqual({ promptTokens: 100, completionTokens: 20 });
    expect(hosted.uses).toEqual([
      {
        organizationId: buildQuestion().subject.organizationId,
        documentId: null,
        purpose: "judge-claims",
        promptVersion: "1",
        model: "scripted-2026-01-01",
        promptTokens: 100,
        completionTokens: 20,
        costMicros: 360,
        isCached: false,
        questionSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        at: now,
      },
    ]);
  });

  it("is not asked again, and paid again, because an account of it could not be written", async () => {
    const record = () => Promise.reject(new TypeError("the book is closed"));
    await expect(hosted.build({ record }).ask(buildQuestion())).rejects.toThrow(/book is closed/);
    expect(hosted.server.asked).toHaveLength(1);
  });

  it("does not call an unknown price 0, and estimates the tokens that a server does not tell", async () => {
    hosted.server.behave("no_usage");
    await hosted.build({ prices: { prompt: null, completion: 8 } }).ask(buildQuestion());
    expect(hosted.uses[0]?.costMicros).toBeNull();
    expect(hosted.uses[0]?.promptTokens).toBeGreaterThan(5);
  });
});

describe("a reply with the answer in it", () => {
  it.each(["prose", "fences", "thinking"] as const)("is understood with %s around it", async (misdeed) => {
    hosted.server.behave(misdeed);
    expect(await hosted.build().ask(buildQuestion())).toMatchObject({ value: verdict, repairs: 0 });
  });

  it.each(["truncated_json", "wrong_schema", "two_answers"] as const)(
    "but of the wrong form (%s) is asked for again, once, with what was wrong",
    async (misdeed) => {
      hosted.server.behave(misdeed, "honest");
      const reply = await hosted.build().ask(buildQuestion());
      expect(reply).toMatchObject({ value: verdict, repairs: 1 });
      expect(reply.usage).toEqual({ promptTokens: 200, completionTokens: 40 });
      expect(hosted.server.asked[1]?.messages.map(({ role }) => role)).toEqual([
        "system",
        "user",
        "assistant",
        "user",
      ]);
      expect(hosted.server.asked[1]?.messages[3]?.content).toMatch(/could not be used:\n.+\n/);
      expect(hosted.uses).toHaveLength(2);
    },
  );

  it.each(["invented_quotes", "altered_quotes", "wrong_ids"] as const)(
    "is given back as it is when only its %s are wrong, which others find",
    async (misdeed) => {
      hosted.server.behave(misdeed);
      const { value } = await hosted.build().ask(buildQuestion());
      expect(value).not.toEqual(verdict);
      expect(hosted.server.asked).toHaveLength(1);
    },
  );
});

describe("a server that does not know a setting", () => {
  it("is asked in the next best form, with the schema in words, and is not asked in vain again", async () => {
    await hosted.withServer({ refuses: ["json_schema"] }, async (own, chat) => {
      await chat.ask(buildQuestion());
      await chat.ask(buildQuestion());
      expect(own.asked.map((asked) => asked.response_format?.type)).toEqual([
        "json_schema",
        "json_object",
        "json_object",
      ]);
      expect(own.asked[1]?.messages[1]?.content).toMatch(/JSON schema:\n\{"type":"object"/);
    });
  });

  it("is asked for plain text, without seed and temperature, when it takes none of them", async () => {
    const refuses = ["json_schema", "json_object", "seed", "temperature"] as const;
    await hosted.withServer({ refuses }, async (own, chat) => {
      expect((await chat.ask(buildQuestion())).value).toEqual(verdict);
      own.behave("honest");
      await chat.ask(buildQuestion());
      expect(own.asked).toHaveLength(1);
      expect(Object.keys(own.asked[0] ?? {}).toSorted()).toEqual(["messages", "model", "stream"]);
    });
  });

  it("for one schema only is asked for the next one as before", async () => {
    hosted.server.behave({ status: 400, message: "Invalid schema for response_format 'a'" }, "honest");
    const chat = hosted.build();
    await chat.ask(buildQuestion());
    await chat.ask(buildQuestion());
    expect(hosted.server.asked.map((asked) => asked.response_format?.type)).toEqual([
      "json_schema",
      "json_object",
      "json_schema",
    ]);
  });

  it("and refuses whatever is asked is not asked for ever", async () => {
    hosted.server.behave({ status: 400, message: "response_format, seed, temperature: all wrong" });
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({ code: "invalid_input" });
    expect(hosted.server.asked).toHaveLength(5);
  });
});
