import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { describeEmbedder } from "./embedder.contract.ts";
import { buildOpenaiEmbedder } from "./embedder-openai.ts";

const requestSchema = z.object({
  input: z.array(z.string().min(1)),
  dimensions: z.number(),
  encoding_format: z.string().optional(),
});

/** A server that speaks the embeddings protocol; `mood` makes it fail for its next answers. */
let server: Server;
let mood: { status: number; times: number } | "silent" | "short" | null = null;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (mood === "silent") return;
    if (mood !== null && mood !== "short" && mood.times > 0) {
      mood.times -= 1;
      response.writeHead(mood.status, { "content-type": "application/json", "retry-after-ms": "1" });
      response.end(JSON.stringify({ error: { message: "no" } }));
      return;
    }
    const { input, dimensions, encoding_format } = requestSchema.parse(JSON.parse(text));
    const size = mood === "short" ? 3 : dimensions;
    const data = input.map((word, index) => {
      const vector = Float32Array.from(
        { length: size },
        (_, at) => ((word.charCodeAt(at % word.length) * (at + 1)) % 17) + 1,
      );
      const embedding =
        encoding_format === "base64" ? Buffer.from(vector.buffer).toString("base64") : [...vector];
      return { object: "embedding", index, embedding };
    });
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ object: "list", model: "m", data: data.toReversed() }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => {
  mood = null;
});

const build = (changes: { timeoutMs?: number; retries?: number } = {}) => {
  const { port } = server.address() as AddressInfo;
  return buildOpenaiEmbedder({
    baseUrl: `http://127.0.0.1:${port}/v1`,
    key: undefined,
    model: "m",
    dimensions: 16,
    ...changes,
  });
};

describe("the hosted embedder", () => {
  describeEmbedder(() => build());

  it("carries its model and its dimensions in its name, so that vectors are never mixed", () => {
    expect(build().model).toBe("m@16");
  });

  it("tries again when the server is busy", async () => {
    mood = { status: 429, times: 2 };
    expect(await build().embed(["text"])).toHaveLength(1);
  });

  it.each([
    [{ status: 500, times: 9 }, "unavailable"],
    [{ status: 401, times: 9 }, "invalid_input"],
    ["short" as const, "unavailable"],
  ])("says what is wrong when the server answers with %o", async (next, code) => {
    mood = next;
    await expect(build({ retries: 1 }).embed(["text"])).rejects.toMatchObject({ code });
  });

  it("gives up on a server that is silent", async () => {
    mood = "silent";
    await expect(build({ retries: 0, timeoutMs: 100 }).embed(["text"])).rejects.toMatchObject({
      code: "timed_out",
    });
  });
});
