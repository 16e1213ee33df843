import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { takeFiles } from "../cli/intake.ts";
import type { Principal } from "../domain/principal.ts";
import { buildQuestion, verdict } from "../engines/chat.contract.ts";
import { buildScriptedChat, type ScriptedChat } from "../engines/chat-scripted.ts";
import { startChatServer } from "../engines/fixtures/chat-server.fixture.ts";
import { buildCountingEmbedder } from "../fixtures/counting-embedder.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { reportChatTotals } from "./account-chat.ts";
import { getDocument } from "./list-evidence.ts";
import { keepBytes, receiveDocument } from "./receive-document.ts";

let product: Product;
let model: ScriptedChat;
let uploader: Principal;
/** More than a short document needs to be described and assessed, and what a single question of this length uses up. */
const budget = 100_000;
const long = "x".repeat(4 * budget);
let now = new Date("2026-11-25T22:00:00.000Z");

function ask({ organizationId }: Principal, user: string) {
  const question = buildQuestion({
    subject: { organizationId, documentId: null },
    prompt: { name: "judge-claims", version: "1", system: "Judge.", user },
  });
  return product.context.chat?.ask(question) ?? Promise.reject(new TypeError("There is no chat."));
}

beforeAll(async () => {
  product = await openProduct(
    {
      clock: () => now,
      buildChat: (record) => {
        model = buildScriptedChat({ answer: () => verdict, record, clock: () => now });
        return model;
      },
    },
    { CHAT_DAILY_TOKENS: String(budget) },
  );
  ({ principal: uploader } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]));
});
afterAll(() => product?.close());

async function waitFor<Found>(
  look: () => Promise<Found>,
  isReached: (found: Found) => boolean,
): Promise<Found> {
  for (;;) {
    const found = await look();
    if (isReached(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** What a person reads who gives the same file to the command line meanwhile. */
async function followInTerminal(content: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
  await writeFile(join(folder, "again.md"), content);
  let told = "";
  const tell = (text: string) => {
    told += text;
  };
  const terminal = { input: Readable.from([]), write: tell, tell, isScreen: false };
  await takeFiles(product.context, uploader, [join(folder, "again.md")], {
    ...terminal,
    untilStopped: async () => undefined,
  });
  await rm(folder, { recursive: true });
  return told;
}

const listJobs = async (documentId: string) =>
  (
    await product.context.database.pool.query(
      `select name, state, retry_count, start_after from pgboss.job where data->>'documentId' = $1 and state < 'active'`,
      [documentId],
    )
  ).rows;

describe("what a model replied", () => {
  it("is paid once, by each organization for itself, and told by purpose", async () => {
    const { principal: other } = await product.addPrincipal("other", "Bo", "person", ["uploader"]);
    const asked = model.asked.length;
    for (const one of [other, other]) await ask(one, "Is it so?");
    expect(model.asked).toHaveLength(asked + 1);
    expect(await reportChatTotals(product.context, other.organizationId, null)).toMatchObject([
      { purpose: "judge-claims", paidCalls: 1, cachedReplies: 1, costMicros: null },
    ]);
    expect(await reportChatTotals(product.context, uploader.organizationId, null)).toEqual([]);
  });
});

describe("a document for which there is no budget left", () => {
  it("waits, says why and until when, and goes on by itself the next day without a try lost", async () => {
    const { context } = product;
    await ask(uploader, long);
    const content = "# Access\n\nAccess to production is reviewed every quarter.\n";
    const bytes = Readable.from([Buffer.from(content)]);
    const kept = await keepBytes(context, uploader, { name: "second.md", bytes });
    const { id } = (await receiveDocument(context, uploader, kept)).document;
    const look = () => getDocument(context, uploader.organizationId, id);

    const waiting = await waitFor(look, ({ waitingReason }) => waitingReason !== null);
    const asked = model.asked.length;
    const midnight = new Date("2026-11-26T00:00:00.000Z");
    expect(waiting).toMatchObject({ stage: "describing", failureReason: null, waitingUntil: midnight });
    expect(waiting.waitingReason).toMatch(/budget of 100000 tokens .* used up/);
    const jobs = await waitFor(
      () => listJobs(id),
      (found) => found.length > 0,
    );
    expect(jobs).toEqual([{ name: "ingest", state: "created", retry_count: 0, start_after: midnight }]);
    expect(model.asked).toHaveLength(asked);
    expect(await followInTerminal(content)).toMatch(/second\.md waits until 2026-11-26T00:00:00.000Z/);

    now = new Date("2026-11-26T00:00:01.000Z");
    await context.database.pool.query("update pgboss.job set start_after = now() where state = 'created'");
    const done = await waitFor(look, ({ stage }) => stage === "done" || stage === "failed");
    expect(done).toMatchObject({ stage: "done", waitingReason: null, waitingUntil: null });
    expect(model.asked.length).toBeGreaterThan(asked);
  });

  it("is paid for by its own organization: others go on", async () => {
    now = new Date("2026-11-27T10:00:00.000Z");
    await ask(uploader, `${long}!`);
    await expect(ask(uploader, "one more")).rejects.toMatchObject({ code: "over_budget", status: 503 });
    expect(await ask(uploader, `${long}!`)).toMatchObject({ isCached: true });
    const { principal: third } = await product.addPrincipal("third", "Cy", "person", ["uploader"]);
    expect(await ask(third, long)).toMatchObject({ isCached: false });
  });
});

describe("the model that the environment names", () => {
  it("is asked over HTTP once, and what it costs is known when its prices are", async () => {
    const server = await startChatServer({ answer: () => verdict, key: "right" });
    const own = await openProduct(
      { embedder: buildCountingEmbedder() },
      {
        CHAT: "openai",
        CHAT_BASE_URL: server.url,
        CHAT_API_KEY: "right",
        CHAT_MODEL: "m",
        CHAT_PROMPT_PRICE: "1.5",
        CHAT_COMPLETION_PRICE: "0",
      },
    );
    try {
      const { principal } = await own.addPrincipal("acme", "Ada", "person", ["uploader"]);
      const { organizationId } = principal;
      const question = buildQuestion({ subject: { organizationId, documentId: null } });
      for (const isCached of [false, true, true])
        expect(await own.context.chat?.ask(question)).toMatchObject({ value: verdict, isCached });
      expect(server.paid).toBe(1);
      expect(await reportChatTotals(own.context, organizationId, null)).toEqual([
        {
          purpose: "judge-claims",
          promptVersion: "1",
          model: "scripted-2026-01-01",
          paidCalls: 1,
          cachedReplies: 2,
          promptTokens: 100,
          completionTokens: 20,
          costMicros: 150,
        },
      ]);
    } finally {
      await own.close();
      await server.close();
    }
  });
});
