import { Readable } from "node:stream";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { mostVanishings, putBackVanished } from "../db/job-retries.ts";
import type { Document } from "../domain/document.ts";
import type { Principal } from "../domain/principal.ts";
import { type ChatServer, startChatServer } from "../engines/fixtures/chat-server.fixture.ts";
import { answerAs } from "../fixtures/judging.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { listEntriesOf } from "../store/ledger.ts";
import { getDocument, listGradedClaims } from "./list-evidence.ts";
import { keepBytes, receiveDocument, retryDocument } from "./receive-document.ts";

const quote = "Backups of production databases are made every night";
const away = { status: 503 };
/** Two sections, so that the outage comes when some questions are answered and some are not. */
const write = (shop: number) =>
  `# Backup policy\n\nEffective: 2026-05-01\n\n## Copies of shop ${shop}\n\n${quote}.\n\n## Restoring shop ${shop}\n\nBackups are restored for a test every quarter by the operations team.\n`;

let server: ChatServer;
let product: Product;
let uploader: Principal;
let organizationId: string;
let paidCalm: number;
let count = 0;

beforeAll(async () => {
  server = await startChatServer({
    answer: ({ messages }) => {
      const user = z.string().catch("").parse(messages.at(-1)?.content);
      if (!/\[data \w+ (?:points|claims)\]/.test(user)) return { facts: [] };
      const name = /\[data \w+ claims\]/.test(user) ? "challenge-claims" : "judge-claims";
      const judge = (pointId: string) =>
        pointId === "backup-rules" ? { stance: "supports", quotes: [quote] } : undefined;
      return answerAs({ judge }, { prompt: { name, version: "2", system: "", user } });
    },
  });
  product = await openProduct({}, { CHAT: "openai", CHAT_BASE_URL: server.url, CHAT_MODEL: "m" });
  ({ principal: uploader } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]));
  ({ organizationId } = uploader);
  await product.upload(uploader, "calm-1.md", write(90));
  // What the two have in common is asked once.
  server.behave("honest");
  await product.upload(uploader, "calm-2.md", write(91));
  paidCalm = server.paid;
  // The quick tries take half a minute together.
  await product.context.database.pool.query("update pgboss.queue set retry_limit = 0");
});
afterAll(async () => {
  await product?.close();
  await server?.close();
});

beforeEach(() => server.behave("honest"));

/** A document that the server has gone away from after two answers. */
async function uploadIntoOutage(): Promise<Document> {
  count += 1;
  server.behave("honest", "honest", away);
  const file = { name: `${count}.md`, bytes: Readable.from([Buffer.from(write(count))]) };
  const kept = await keepBytes(product.context, uploader, file);
  const { document } = await receiveDocument(product.context, uploader, kept);
  return waitFor(document.id, ({ waitingReason }) => waitingReason !== null);
}

async function waitFor(id: string, isReached: (document: Document) => boolean): Promise<Document> {
  for (;;) {
    const document = await getDocument(product.context, organizationId, id);
    if (isReached(document)) return document;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function changeJob(id: string, change: string): Promise<void> {
  await product.context.database.pool.query(
    `update pgboss.job set ${change} where state = 'created' and data->>'documentId' = $1`,
    [id],
  );
}

async function listKinds(id: string): Promise<string[]> {
  const kinds = ["document_failed", "document_retried", "document_assessed"];
  const entries = await product.context.database.asOrganization(organizationId, (sql) =>
    listEntriesOf(sql, id, kinds),
  );
  return entries.map(({ kind }) => kind);
}

describe("a document whose model is away", () => {
  it("waits, says so, and is done when the model is there again, with no answer paid for twice", async () => {
    const startedAt = Date.now();
    const waiting = await uploadIntoOutage();
    expect(waiting).toMatchObject({ stage: "assessing", waitingReason: "The chat server is busy." });
    expect(waiting.waitingUntil?.getTime()).toBeGreaterThan(startedAt + 60_000);
    const paidBefore = server.paid;
    server.behave("honest");
    await changeJob(waiting.id, "start_after = now()");
    const done = await waitFor(waiting.id, ({ stage }) => stage === "done");
    expect(done).toMatchObject({ waitingReason: null, waitingUntil: null, failureReason: null });
    expect([paidBefore, paidBefore + server.paid]).toEqual([2, paidCalm]);
    const claims = await listGradedClaims(product.context, organizationId, { documentId: done.id });
    expect(claims.map(({ pointId }) => pointId)).toContain("backup-rules");
  });

  it("waits for longer and longer, fails after three days, and goes on from there when it is retried", async () => {
    const { id } = await uploadIntoOutage();
    const paidBefore = server.paid;
    const age = (hours: number) =>
      changeJob(
        id,
        `start_after = now(), data = data || jsonb_build_object('troubledSince', now() - interval '${hours} hours')`,
      );
    const agedAt = Date.now();
    await age(71);
    const later = await waitFor(
      id,
      ({ waitingUntil }) => (waitingUntil?.getTime() ?? 0) > agedAt + 29 * 60_000,
    );
    expect(later.stage).toBe("assessing");
    await age(73);
    const failed = await waitFor(id, ({ stage }) => stage === "failed");
    expect(failed.failureReason).toBe("The chat server is busy. When that is mended, retry the document.");
    server.behave("honest");
    expect(await retryDocument(product.context, uploader, id)).toMatchObject({ stage: "assessing" });
    await waitFor(id, ({ stage }) => stage === "done");
    expect(paidBefore + server.paid).toBe(paidCalm);
    expect(await listKinds(id)).toEqual(["document_failed", "document_retried", "document_assessed"]);
    await expect(retryDocument(product.context, uploader, id)).rejects.toMatchObject({ code: "conflict" });
  });

  it("fails with words that say what to do when its worker was ended every time", async () => {
    const { id } = await uploadIntoOutage();
    await changeJob(
      id,
      `state = 'active', started_on = now() - interval '1 hour', data = data || '{"vanishings": ${mostVanishings}}'`,
    );
    await putBackVanished(product.context.database.pool, 300);
    const failed = await waitFor(id, ({ stage }) => stage === "failed");
    expect(failed.failureReason).toMatch(/was ended every time .* retry the document/);
    expect(await listKinds(id)).toEqual(["document_failed"]);
  });
});
