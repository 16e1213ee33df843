import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { describeEmbedder } from "./embedder.contract.ts";
import { buildOpenaiEmbedder } from "./embedder-openai.ts";
import { type EmbeddingServer, startEmbeddingServer } from "./fixtures/embedding-server.fixture.ts";

let server: EmbeddingServer;

beforeAll(async () => {
  server = await startEmbeddingServer();
});
afterAll(() => server?.close());
afterEach(() => server.become(null));

const build = (changes: { timeoutMs?: number; retries?: number } = {}) =>
  buildOpenaiEmbedder({ baseUrl: server.url, key: undefined, model: "m", dimensions: 16, ...changes });

describe("the hosted embedder", () => {
  describeEmbedder(() => build());

  it("carries its model and its dimensions in its name, so that vectors are never mixed", () => {
    expect(build().model).toBe("m@16");
  });

  it("tries again when the server is busy", async () => {
    server.become({ status: 429, times: 2 });
    expect(await build().embed(["text"])).toHaveLength(1);
  });

  it.each([
    [{ status: 500, times: 9 }, "unavailable"],
    [{ status: 401, times: 9 }, "invalid_input"],
    ["short" as const, "unavailable"],
  ])("says what is wrong when the server answers with %o", async (next, code) => {
    server.become(next);
    await expect(build({ retries: 1 }).embed(["text"])).rejects.toMatchObject({ code });
  });

  it("gives up on a server that is silent", async () => {
    server.become("silent");
    await expect(build({ retries: 0, timeoutMs: 100 }).embed(["text"])).rejects.toMatchObject({
      code: "timed_out",
    });
  });
});
