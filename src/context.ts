// What a flow may ask for. Types only: compose.ts fills it.
import type { Database } from "./db/database.ts";
import type { Jobs } from "./db/jobs.ts";
import type { Sql } from "./db/sql.ts";
import type { Analyser } from "./domain/analyser.ts";
import type { Announcement } from "./domain/announcement.ts";
import type { ClaimDifference } from "./domain/carry-over.ts";
import type { Catalogue, Point } from "./domain/catalogue.ts";
import type { Claim, ClaimFilter } from "./domain/claim.ts";
import type { DescriptionRecord } from "./domain/description-record.ts";
import type { Document } from "./domain/document.ts";
import type { ReadFact } from "./domain/fact.ts";
import type { FoundGaps, GapQuestion } from "./domain/gap.ts";
import type { GradeSubject } from "./domain/grade.ts";
import type { Cause } from "./domain/grade-history.ts";
import type { Trace } from "./domain/judgement.ts";
import type { Lexicon } from "./domain/lexicon.ts";
import type { GradeChange } from "./domain/projection.ts";
import type { Decision } from "./domain/review.ts";
import type { Triaged } from "./domain/triage.ts";
import type { RefusedAdvice } from "./domain/written-gap.ts";
import type { Blobs, BytesFound } from "./engines/blobs.ts";
import type { CatalogueFiles } from "./engines/catalogue-files.ts";
import type { Chat } from "./engines/chat.ts";
import type { Courier } from "./engines/courier.ts";
import type { Embedder } from "./engines/embedder.ts";
import type { Reader } from "./engines/reader.ts";

/** What the assess graph leaves behind. */
export type Assessed = { triaged: Triaged[]; trace: Trace };

export type AgentSubject = { organizationId: string; documentId: string };

type Ingested = { passageCount: number; facts: ReadFact[]; description: DescriptionRecord };

/** The agents' graphs, run for one document under a thread id and resumed where they stopped. */
export interface Agents {
  runIngest(threadId: string, subject: AgentSubject): Promise<Ingested>;
  runAssess(threadId: string, subject: AgentSubject): Promise<Assessed>;
  /** The model that judges, with the versions of its prompts; null where the local rules judge. */
  judgedBy: string | null;
  /** Gaps with advice. It changes nothing, so it has no thread to resume. */
  runGaps(subject: {
    organizationId: string;
    question: GapQuestion;
  }): Promise<FoundGaps & { refused: RefusedAdvice[]; notes: string[] }>;
  /** A finished thread needs no checkpoints any more. */
  forgetThread(threadId: string): Promise<void>;
}

/** `newerId` takes the place of `olderId`; `principalId` is null when an assessment brought it about. */
export type Replacement = {
  organizationId: string;
  olderId: string;
  newerId: string;
  principalId: string | null;
  at: Date;
  /** What `getCatalogue` told before the transaction. */
  known: { catalogue: Catalogue; points: ReadonlyMap<string, Point> };
};

/** What people decided on the older version, and in what the claim of the newer one is another. */
export type EarlierClaim = {
  claim: Claim;
  document: Pick<Document, "id" | "fileName" | "title" | "version">;
  decisions: Decision[];
  differs: ClaimDifference[];
};

export interface Log {
  info(details: Record<string, unknown>, message: string): void;
  warn(details: Record<string, unknown>, message: string): void;
  error(details: Record<string, unknown>, message: string): void;
}

export type Context = {
  database: Database;
  jobs: Jobs;
  /** Tells webhooks of a change within the transaction that makes it: told if, and only if, that commits. */
  announce: (sql: Sql, announcement: Announcement) => Promise<void>;
  /** Likewise of all reviews that the transaction opened at this moment, in one announcement, after all its changes. */
  announceOpened: (sql: Sql, when: { organizationId: string; at: Date }) => Promise<void>;
  courier: Courier;
  blobs: Blobs;
  reader: Reader;
  embedder: Embedder;
  /** The language model, with its cache and its budget; null when there is none. */
  chat: Chat | null;
  readCatalogue: () => Promise<CatalogueFiles>;
  lexicon: Lexicon;
  /**
   * The catalogue as an organization has it, with its points by id: the built-in one and its own frameworks; null
   * for the built-in one alone. Asks the database: never within a transaction. Throws Fault `unavailable` before a
   * catalogue was loaded.
   */
  getCatalogue: (
    organizationId: string | null,
  ) => Promise<{ catalogue: Catalogue; points: ReadonlyMap<string, Point> }>;
  /** The analyser of that catalogue; an own framework is embedded when it is asked for first. Throws likewise. */
  getAnalyser: (organizationId: string | null) => Promise<Analyser>;
  /** Told by the flow that loads a catalogue. */
  useAnalyser: (analyser: Analyser) => void;
  /** What the grades of some claims depend on, each with its history. Reads only. */
  listSubjects: (sql: Sql, filter: ClaimFilter) => Promise<GradeSubject[]>;
  /**
   * Works the grades of all claims on some points out anew, in the transaction of what changed them and after it. The
   * ledger tells what rose and fell. Returns the changes.
   */
  projectGrades: (
    sql: Sql,
    organizationId: string,
    pointIds: readonly string[],
    cause: Cause,
  ) => Promise<GradeChange[]>;
  /**
   * Ends the older version of a document, carries over what people decided on words that did not change, opens reviews
   * of the others, tells the ledger and projects the points of both. The caller changes no more rows of theirs after it.
   * False when the older version was replaced already.
   */
  replaceVersion: (sql: Sql, replacement: Replacement) => Promise<boolean>;
  /** Null when nobody decided on an older version of the claim. Reads only. */
  findEarlier: (sql: Sql, claim: Claim) => Promise<EarlierClaim | null>;
  /**
   * Reads the stored file of a document and compares it with its hash. What is not intact is marked, in a transaction of
   * its own: never call it within one. Throws Fault `unavailable` when the store cannot be reached.
   */
  checkBytes: (
    document: Pick<Document, "id" | "organizationId" | "sha256" | "fileName">,
  ) => Promise<BytesFound>;
  agents: Agents;
  clock: () => Date;
  newId: () => string;
  log: Log;
  settings: { uploadLimitBytes: number };
};
