import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Principal } from "../domain/principal.ts";
import {
  type ChatMisdeed,
  type ChatServer,
  startChatServer,
} from "../engines/fixtures/chat-server.fixture.ts";
import { buildCountingEmbedder } from "../fixtures/counting-embedder.fixture.ts";
import { answerAs } from "../fixtures/judging.fixture.ts";
import { openProduct, type Product } from "../fixtures/product.fixture.ts";
import { getDocument, listGradedClaims } from "./list-evidence.ts";
import { reportAssessment } from "./report-assessment.ts";

const quote = "Backups of production databases are made every night";
const policy = (shop: number) =>
  `# Backup policy\n\nEffective: 2026-05-01\n\n## Copies of shop ${shop}\n\n${quote} and restored for a test every quarter.\n`;

let server: ChatServer;
let product: Product;
let uploader: Principal;
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
  product = await openProduct(
    { embedder: buildCountingEmbedder() },
    { CHAT: "openai", CHAT_BASE_URL: server.url, CHAT_MODEL: "m", CHAT_TIMEOUT_SECONDS: "2" },
  );
  ({ principal: uploader } = await product.addPrincipal("acme", "Ada", "person", ["uploader"]));
});
afterAll(async () => {
  await product?.close();
  await server?.close();
});

/** What comes of a document that nobody uploaded before while the server behaves so. */
async function assess(...misdeeds: ChatMisdeed[]) {
  count += 1;
  server.behave("honest");
  server.behave(...misdeeds);
  const { organizationId } = uploader;
  const documentId = await product.upload(uploader, `policy-${count}.md`, policy(count));
  const { stage } = await getDocument(product.context, organizationId, documentId);
  const claims = await listGradedClaims(product.context, organizationId, { documentId });
  const { trace } = await reportAssessment(product.context, organizationId, documentId);
  const own = trace.sections.filter(({ headings }) => headings.join().includes("shop"));
  return {
    stage,
    claims: claims.map(({ analyser, pointId, quotes }) => [analyser, pointId, quotes[0]?.text]),
    trace,
    own,
  };
}

const shown = [["chat", "backup-rules", quote]];

describe("a document whose model misbehaves", () => {
  it.each<[string, ChatMisdeed[]]>([
    ["is busy (429)", [{ status: 429 }]],
    ["is busy and says for how long", [{ status: 429, retryAfter: "1" }]],
    ["fails (500)", [{ status: 500 }, { status: 500 }]],
    ["hangs", ["hang"]],
    ["cuts the connection", ["cut"]],
    ["cuts it within the reply", ["cut_in_body"]],
    ["trickles", ["trickle"]],
    ["cuts its JSON short", ["truncated_json"]],
    ["answers in another form once", ["wrong_schema"]],
    ["has no choice to give", ["empty_choices"]],
  ])("comes out as if nothing had happened when it %s and then answers", async (_, misdeeds) => {
    const { stage, claims } = await assess(...misdeeds, "honest");
    expect([stage, claims]).toEqual(["done", shown]);
  });

  it.each<[string, ChatMisdeed]>([
    ["refuses", "refusal"],
    ["always answers in another form", "wrong_schema"],
    ["stops in the middle", "length"],
    ["sends ten megabytes", "too_long"],
  ])("is judged by the local rules when it %s, and says why", async (_, misdeed) => {
    const { stage, claims, own } = await assess(misdeed);
    expect(stage).toBe("done");
    expect(own.every(({ fallback }) => fallback !== null)).toBe(true);
    expect(own.length).toBeGreaterThan(0);
    expect(claims.every(([analyser]) => analyser === "local")).toBe(true);
  });

  it.each<[string, ChatMisdeed]>([
    ["invents quotes", "invented_quotes"],
    ["alters quotes by one letter", "altered_quotes"],
  ])("keeps no claim when it %s, and counts them", async (_, misdeed) => {
    const { stage, claims, trace } = await assess("honest", misdeed);
    expect([stage, claims]).toEqual(["done", []]);
    expect(trace.dropped.map(({ pointId }) => pointId)).toContain("backup-rules");
  });

  it("takes no answer about points that nobody asked about", async () => {
    const { stage, claims, own } = await assess("honest", "wrong_ids");
    expect([stage, claims]).toEqual(["done", []]);
    expect(own[0]).toMatchObject({ shown: 0, fallback: null });
    expect(own[0]?.unknown).toBe(own[0]?.asked);
  });
});
