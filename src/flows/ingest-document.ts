// Flow: a received document is read, split, embedded and described; then its assessment is queued.
import { createHash } from "node:crypto";
import type { IngestTools } from "../../agents/ingest/tools.ts";
import type { Context } from "../context.ts";
import type { Job } from "../db/jobs.ts";
import type { Sql } from "../db/sql.ts";
import { type Document, isContainer } from "../domain/document.ts";
import type { FactQuote } from "../domain/fact.ts";
import { buildFingerprint } from "../domain/fingerprint.ts";
import { isLikelyOlder } from "../domain/lineage.ts";
import { buildPassageQuery } from "../domain/passage.ts";
import { listWarnings } from "../domain/suspicion.ts";
import { buildTryChat } from "../engines/chat-try.ts";
import { showPageToModel } from "../engines/page-picture.ts";
import { Fault } from "../fault.ts";
import { findDocument, findReading, insertReading, updateStage } from "../store/documents.ts";
import { insertReadFacts } from "../store/facts.ts";
import { appendEntry } from "../store/ledger.ts";
import { updateProposal } from "../store/lineages.ts";
import {
  copyKnownVectors,
  insertPassages,
  insertVectors,
  listLikenesses,
  listPassages,
  listUnembedded,
} from "../store/passages.ts";
import { insertDescription, insertScreenFacts } from "../store/screens.ts";

/** How many passages are embedded between two looks at the progress; what is embedded is kept at once. */
const embedBatch = 64;

const progressIntervalMs = 500;

/** Runs the ingest graph and queues the assessment. Throws what the reader and the embedder throw. */
export async function ingestDocument(context: Context, job: Job): Promise<void> {
  const document = await getDocument(context, job);
  if (document.stage === "done" || document.stage === "assessing") return;
  const threadId = `ingest:${job.documentId}`;
  const { passageCount, facts, description } = await context.agents.runIngest(threadId, job);
  await context.database.asOrganization(job.organizationId, async (sql) => {
    const at = context.clock();
    await updateStage(sql, job.documentId, "assessing", at);
    await appendEntry(sql, {
      organizationId: job.organizationId,
      kind: "document_ingested",
      subjectId: job.documentId,
      principalId: null,
      at,
      body: {
        passageCount,
        facts: facts.map(({ quote, ...fact }) => ({ ...fact, quote: quote && omitBoxes(quote) })),
        description,
        reader: `${context.reader.name} ${context.reader.version}`,
        embedder: context.embedder.model,
      },
    });
    const read = await getDocument(context, job, sql);
    await proposeOlder(sql, read);
    await context.jobs.enqueue(sql, isContainer(read.mediaType) ? "unpack" : "assess", job);
  });
  await context.agents.forgetThread(threadId);
}

export function buildIngestTools(context: Context): IngestTools {
  const { database } = context;
  return {
    reportStage: async ({ organizationId, documentId }, stage) => {
      await database.asOrganization(organizationId, (sql) =>
        updateStage(sql, documentId, stage, context.clock()),
      );
    },
    readPages: async (subject) => {
      const document = await getDocument(context, subject);
      const kept = await database.asOrganization(subject.organizationId, (sql) =>
        findReading(sql, subject.documentId),
      );
      return kept ?? readFile(context, document);
    },
    getReading: (subject) => getReading(context, subject),
    savePassages: async ({ organizationId, documentId }, spans) => {
      const { text } = await getReading(context, { organizationId, documentId });
      const { title } = await getDocument(context, { organizationId, documentId });
      const passages = spans.map((span, ordinal) => {
        const passage = { ...span, text: text.slice(span.start, span.end) };
        const querySha256 = createHash("sha256").update(buildPassageQuery(title, passage)).digest("hex");
        return { ...passage, id: context.newId(), documentId, ordinal, querySha256 };
      });
      await database.asOrganization(organizationId, (sql) =>
        insertPassages(sql, organizationId, documentId, passages),
      );
      return passages.length;
    },
    embedPassages: (subject) => embedPassages(context, subject),
    getUpload: async (subject) => {
      const { fileName, uploadedAt } = await getDocument(context, subject);
      return { fileName, uploadedAt };
    },
    tryChat: context.chat === null ? null : buildTryChat(context.chat),
    showPage: async (subject, pageNumber) => {
      const { pages } = await getReading(context, subject);
      return showPageToModel(context, await getDocument(context, subject), pages, pageNumber);
    },
    saveDescription: async (owner, { facts, screen, record }) => {
      await database.asOrganization(owner.organizationId, async (sql) => {
        const at = context.clock();
        // A document that failed and is tried again keeps how it was described first.
        if ((await insertDescription(sql, owner, record, at)) === 0) return;
        await insertReadFacts(sql, owner, facts, at);
        await insertScreenFacts(sql, owner, screen);
      });
    },
  };
}

/** The ledger tells the words; where they lie on the page is with the facts. */
function omitBoxes({ boxes: _, ...quote }: FactQuote) {
  return quote;
}

async function getDocument(
  context: Context,
  { organizationId, documentId }: Job,
  open?: Sql,
): Promise<Document> {
  const document = open
    ? await findDocument(open, documentId)
    : await context.database.asOrganization(organizationId, (sql) => findDocument(sql, documentId));
  if (!document) throw new Fault("not_found", "The document does not exist any more.");
  return document;
}

/** A document that shares its title or its words with one that stands is probably its newer version. */
async function proposeOlder(sql: Sql, document: Document): Promise<void> {
  if (document.supersedesId !== null || document.kind === "screenshot") return;
  for (const { documentId, share } of await listLikenesses(sql, document.id)) {
    const other = await findDocument(sql, documentId);
    if (other && isLikelyOlder(document, other, share)) {
      await updateProposal(sql, document.id, other.id);
      return;
    }
  }
}

async function getReading(context: Context, { organizationId, documentId }: Job) {
  const reading = await context.database.asOrganization(organizationId, (sql) =>
    findReading(sql, documentId),
  );
  if (!reading) throw new Fault("not_found", "The document was not read yet.");
  return reading;
}

async function readFile(context: Context, document: Document) {
  const path = await context.blobs.getPath(document.organizationId, document.sha256);
  const progress = followReading(context, document);
  const reading = await context.reader.read({ path, name: document.fileName }, progress.report);
  await progress.settle();
  if (reading.text.trim() === "") {
    throw new Fault(
      "unreadable_file",
      "No text was found in the file: upload a version whose text can be read.",
    );
  }
  const reader = `${context.reader.name} ${context.reader.version}`;
  const warnings = listWarnings(reading, document.fileName);
  const fingerprint = buildFingerprint(reading.text);
  await context.database.asOrganization(document.organizationId, (sql) =>
    insertReading(sql, document, reading, { reader, warnings, fingerprint }),
  );
  return reading;
}

/** Writes down how far reading is, not more often than people look. */
function followReading(context: Context, { organizationId, id }: Document) {
  let toldAt = 0;
  let telling: Promise<unknown> = Promise.resolve();
  return {
    report: (done: number, total: number): void => {
      if (Date.now() - toldAt < progressIntervalMs) return;
      toldAt = Date.now();
      telling = telling.then(() =>
        context.database
          .asOrganization(organizationId, (sql) =>
            updateStage(sql, id, "reading", context.clock(), { done, total }),
          )
          .catch((error: unknown) => context.log.warn({ error: String(error) }, "progress was not written")),
      );
    },
    settle: () => telling,
  };
}

async function embedPassages(context: Context, { organizationId, documentId }: Job): Promise<number> {
  const { database, embedder } = context;
  const { title } = await getDocument(context, { organizationId, documentId });
  const owner = { organizationId, documentId, model: embedder.model };
  const [all, open] = await database.asOrganization(organizationId, async (sql) => {
    await copyKnownVectors(sql, owner);
    return [await listPassages(sql, documentId), await listUnembedded(sql, documentId, embedder.model)];
  });
  for (let start = 0; start < open.length; start += embedBatch) {
    const batch = open.slice(start, start + embedBatch);
    const vectors = await embedder.embed(batch.map((passage) => buildPassageQuery(title, passage)));
    const rows = batch.flatMap((passage, index) => {
      const vector = vectors[index];
      return vector ? [{ passageId: passage.id, vector }] : [];
    });
    const done = all.length - open.length + start + batch.length;
    await database.asOrganization(organizationId, async (sql) => {
      await insertVectors(sql, owner, rows);
      await updateStage(sql, documentId, "embedding", context.clock(), { done, total: all.length });
    });
  }
  return all.length;
}
