import { createServer } from "node:http";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { buildQuestion, verdict } from "./chat.contract.ts";
import type { ChatMisdeed } from "./fixtures/chat-server.fixture.ts";
import { now, openHostedChat } from "./fixtures/hosted-chat.fixture.ts";

let hosted: Awaited<ReturnType<typeof openHostedChat>>;
beforeAll(async () => {
  hosted = await openHostedChat();
});
afterAll(() => hosted?.server.close());
afterEach(() => hosted.reset());

describe("a server that is busy", () => {
  it.each([
    ["as many seconds as it says", { status: 429, retryAfter: "3" }, [3_000, 3_000]],
    ["as many milliseconds as it says", { status: 429, retryAfterMs: "1250" }, [1_250, 1_250]],
    [
      "until the moment it names",
      { status: 503, retryAfter: "Wed, 25 Nov 2026 10:00:09 GMT" },
      [9_000, 9_000],
    ],
    ["longer and longer when it says nothing", { status: 429 }, [250, 500]],
    ["longer and longer when it failed", { status: 500 }, [250, 500]],
    ["longer and longer when it cut the connection", "cut", [250, 500]],
    ["longer and longer when it cut its answer", "cut_in_body", [250, 500]],
  ] satisfies [string, ChatMisdeed, number[]][])("is asked again after %s", async (_, misdeed, expected) => {
    hosted.server.behave(misdeed, misdeed, "honest");
    expect((await hosted.build().ask(buildQuestion())).value).toEqual(verdict);
    expect(hosted.waits).toEqual(expected);
    expect(hosted.uses).toHaveLength(1);
  });

  it("is left alone after five tries", async () => {
    hosted.server.behave({ status: 429 });
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({ code: "unavailable" });
    expect(hosted.server.asked).toHaveLength(5);
    expect(hosted.waits).toEqual([250, 500, 1_000, 2_000]);
  });

  it("for longer than anybody waits is left alone at once, until the moment that it asked for", async () => {
    hosted.server.behave({ status: 429, retryAfter: "3600" });
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({
      code: "unavailable",
      retryAt: new Date("2026-11-25T11:00:00Z"),
    });
    expect(hosted.server.asked).toHaveLength(1);
  });

  it("is never asked sooner than it wants, and not by all at the same moment", async () => {
    hosted.server.behave({ status: 429, retryAfter: "3" }, "honest");
    const pace = {
      clock: () => now,
      random: () => 0.5,
      sleep: async (ms: number) => void hosted.waits.push(ms),
    };
    await hosted.build({ pace }).ask(buildQuestion());
    expect(hosted.waits).toEqual([3_250]);
  });
});

describe("a server that never finishes", () => {
  it.each(["hang", "trickle"] as const)("(%s) is given up when the time is over", async (misdeed) => {
    hosted.server.behave(misdeed);
    await expect(hosted.build({ timeoutMs: 150 }).ask(buildQuestion())).rejects.toMatchObject({
      code: "timed_out",
    });
    expect(hosted.server.asked).toHaveLength(1);
    await expect.poll(() => hosted.server.openConnections).toBe(0);
  });

  it("writing ten megabytes is read up to the limit only, and what it wrote counts as paid", async () => {
    hosted.server.behave("too_long");
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({
      code: "unusable_reply",
      details: { reason: "too_large" },
    });
    await expect.poll(() => hosted.server.openConnections).toBe(0);
    expect(hosted.server.sentBytes).toBeLessThan(9 * 1024 * 1024);
    expect(hosted.uses).toMatchObject([{ completionTokens: 262_144 }]);
  });
});

describe("a reply that cannot be used", () => {
  it.each([
    ["refusal", "unusable_reply", "refused", /refused to answer/, 1],
    ["filtered", "unusable_reply", "filtered", /content filter/, 1],
    ["length", "unusable_reply", "truncated", /cut off/, 1],
    ["empty_choices", "unavailable", "empty", /without any choice/, 1],
    ["wrong_schema", "unusable_reply", "unparsable", /not the form/, 2],
    ["truncated_json", "unusable_reply", "unparsable", /not the form/, 2],
  ] as const)("(%s) is a fault of its own, and is paid", async (misdeed, code, reason, message, calls) => {
    hosted.server.behave(misdeed);
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      details: { reason },
    });
    expect(hosted.uses).toHaveLength(calls);
    expect(hosted.server.paid).toBe(calls);
  });

  it("is carried in the fault, but not all of it", async () => {
    hosted.server.behave({ text: `no ${"x".repeat(100_000)}` });
    const fault = await hosted
      .build()
      .ask(buildQuestion())
      .catch((error: unknown) => error);
    expect(fault).toMatchObject({ details: { reply: expect.stringMatching(/^no x{1997}$/) } });
  });

  it.each(["truncated_body", "not_json"] as const)(
    "because it is no completion at all (%s)",
    async (misdeed) => {
      hosted.server.behave(misdeed);
      await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({
        code: "unavailable",
        message: expect.stringMatching(/not understood/),
      });
    },
  );
});

describe("a server that refuses", () => {
  it.each([
    [{ status: 404 }, "unavailable", /CHAT_MODEL/],
    [{ status: 429, code: "insufficient_quota" }, "unavailable", /quota/],
    [{ status: 400, message: "This model's maximum context length is 8192 tokens" }, "too_large", /longer/],
    [{ status: 400, message: "something else" }, "invalid_input", /status 400/],
  ] satisfies [ChatMisdeed, string, RegExp][])("with %o is understood", async (misdeed, code, message) => {
    hosted.server.behave(misdeed);
    await expect(hosted.build().ask(buildQuestion())).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    expect(hosted.server.asked).toHaveLength(1);
  });

  it("the key gets no part of it into the fault", async () => {
    await hosted.withServer({ key: "right" }, async (own) => {
      const fault = await hosted
        .build({ baseUrl: own.url, key: "secret-and-wrong" })
        .ask(buildQuestion())
        .catch((error: unknown) => error);
      expect(fault).toMatchObject({ code: "unavailable", message: expect.stringMatching(/CHAT_API_KEY/) });
      expect(JSON.stringify([fault, (fault as Error).cause ?? null])).not.toMatch(/secret/);
    });
  });

  it("by sending the question elsewhere is not followed", async () => {
    const elsewhere = createServer((_, response) =>
      response.writeHead(307, { location: `${hosted.server.url}/chat/completions` }).end(),
    );
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const address = elsewhere.address();
    const port = typeof address === "object" ? address?.port : 0;
    const chat = hosted.build({ baseUrl: `http://127.0.0.1:${port}/v1` });
    await expect(chat.ask(buildQuestion())).rejects.toMatchObject({ code: "unavailable" });
    expect(hosted.server.asked).toHaveLength(0);
    elsewhere.closeAllConnections();
    elsewhere.close();
  });
});
