// What was announced is sent although the process ends between the change and its delivery: stopped, or killed.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compose } from "./compose.ts";
import { parseConfig } from "./config.ts";
import type { Context } from "./context.ts";
import { type EmbeddingServer, startEmbeddingServer } from "./engines/fixtures/embedding-server.fixture.ts";
import { hang, openReceiver, type Receiver } from "./engines/fixtures/receiver.fixture.ts";
import { buildOpened } from "./fixtures/announced.fixture.ts";
import { buildCountingEmbedder } from "./fixtures/counting-embedder.fixture.ts";
import { createTestDatabase } from "./fixtures/product.fixture.ts";
import { createOrganization } from "./flows/create-organization.ts";
import { listDeliveryPage } from "./flows/list-deliveries.ts";
import { createKey } from "./flows/manage-keys.ts";
import { addWebhook } from "./flows/manage-webhooks.ts";
import { startWorker } from "./worker.ts";

const program = join(import.meta.dirname, "../bin/evidence-gradient.js");
let receiver: Receiver;
let embeddings: EmbeddingServer;
let folder: string;
const children: ChildProcess[] = [];
const policy =
  "# Backup policy\n\nEffective: 2026-05-01\n\nIt is planned that backups will be restored for a test every quarter.\n";

beforeAll(async () => {
  receiver = await openReceiver();
  embeddings = await startEmbeddingServer();
  folder = await mkdtemp(join(tmpdir(), "evidence-gradient-test-"));
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await receiver?.close();
  embeddings?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A product with a worker only when a test starts one; its webhook points to the receiver. */
async function open(dataFolder: string, databaseUrl: string | undefined) {
  const config = { ...parseConfig({ LOG_LEVEL: "silent", WEBHOOK_ALLOW: "any" }), dataFolder, databaseUrl };
  return compose(config, { embedder: buildCountingEmbedder() });
}

async function prepare(context: Context) {
  const { organization } = await createOrganization(context, { slug: "acme", name: "acme" });
  const { key } = await createKey(context, organization, {
    name: "ada",
    kind: "person",
    roles: ["admin"],
    expiresAt: null,
  });
  const manager = { organizationId: organization.id, id: null };
  const wanted = { url: receiver.url, description: null, events: ["review.opened" as const] };
  const { webhook } = await addWebhook(context, manager, wanted);
  return { organizationId: organization.id, webhookId: webhook.id, key };
}

describe("a message", () => {
  it("whose change was committed by a process that ended then is sent by the next one", async () => {
    const { url, drop } = await createTestDatabase();
    const data = join(folder, "stopped");
    const first = await open(data, url);
    const { organizationId } = await prepare(first.context);
    await first.context.database.asOrganization(organizationId, (sql) =>
      first.context.announce(sql, buildOpened(organizationId, new Date(), "kept.md")),
    );
    await first.close();
    expect(receiver.received).toEqual([]);
    const second = await open(data, url);
    await startWorker(second.context, 1);
    const [got] = await receiver.waitFor(1);
    expect(got?.body).toContain("kept.md");
    await second.close();
    await drop();
  }, 240_000);

  it("that was on its way when its process was killed is sent again, under the same id", async () => {
    receiver.received.length = 0;
    receiver.cues.push(hang);
    const data = join(folder, "killed");
    const before = await open(data, undefined);
    const { organizationId, webhookId, key } = await prepare(before.context);
    await before.close();
    const killed = await serve(data);
    const form = new FormData();
    form.set("file", new Blob([policy]), "backup-policy.md");
    const headers = { authorization: `Bearer ${key}` };
    const sent = await fetch(`${killed.address}/documents`, { method: "POST", headers, body: form });
    expect(sent.status).toBe(201);
    await receiver.waitFor(1);
    killed.child.kill("SIGKILL");
    await once(killed.child, "exit");
    const restarted = await serve(data);
    const [first, second] = await receiver.waitFor(2);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    restarted.child.kill("SIGTERM");
    await once(restarted.child, "exit");
    const after = await open(data, undefined);
    const page = { status: null, after: null, limit: 10 };
    expect(await listDeliveryPage(after.context, organizationId, webhookId, page)).toMatchObject([
      { status: "delivered", attempts: [{ number: 1, httpStatus: 200 }] },
    ]);
    await after.close();
  }, 240_000);
});

/** Starts the server as its operator would and waits until it says where it listens. */
async function serve(data: string): Promise<{ child: ChildProcess; address: string }> {
  const embedder = { EMBEDDER: "openai", OPENAI_BASE_URL: embeddings.url, EMBEDDING_DIMENSIONS: "64" };
  const env = { DATA_DIR: data, PORT: "0", WEBHOOK_ALLOW: "any", LOG_LEVEL: "silent", ...embedder };
  const child = spawn(process.execPath, [program, "serve"], { env, stdio: ["ignore", "ignore", "pipe"] });
  children.push(child);
  let told = "";
  const address = await new Promise<string>((resolve, reject) => {
    child.once("exit", () => reject(new TypeError(`The server did not start: ${told}`)));
    child.stderr?.on("data", (chunk) => {
      told += chunk;
      const [, found] = /API +(\S+)/.exec(told) ?? [];
      if (found) resolve(found);
    });
  });
  return { child, address };
}
