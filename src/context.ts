// What a flow may ask for. Types only: compose.ts fills it.
import type { Database } from "./db/database.ts";
import type { Jobs } from "./db/jobs.ts";
import type { Sql } from "./db/sql.ts";
import type { Analyser } from "./domain/analyser.ts";
import type { Announcement } from "./domain/announcement.ts";
import type { Calibration } from "./domain/calibration.ts";
import type { Catalogue, Point } from "./domain/catalogue.ts";
import type { ClaimFilter } from "./domain/claim.ts";
import type { DescriptionRecord } from "./domain/description-record.ts";
import type { Document } from "./domain/document.ts";
import type { ReadFact } from "./domain/fact.ts";
import type { FoundGaps, GapQuestion } from "./domain/gap.ts";
import type { GradeSubject } from "./domain/grade.ts";
import type { Cause } from "./domain/grade-history.ts";
import type { IdentityRules } from "./domain/identity.ts";
import type { Trace } from "./domain/judgement.ts";
import type { Lexicon } from "./domain/lexicon.ts";
import type { Outside } from "./domain/outside.ts";
import type { Principal } from "./domain/principal.ts";
import type { GradeChange } from "./domain/projection.ts";
import type { Decision, Followed, Taken } from "./domain/review.ts";
import type { SourceScoring } from "./domain/scoring.ts";
import type { SessionLimits } from "./domain/session.ts";
import type { Triaged } from "./domain/triage.ts";
import type { RefusedAdvice } from "./domain/written-gap.ts";
import type { Blobs, BytesFound } from "./engines/blobs.ts";
import type { CatalogueFiles } from "./engines/catalogue-files.ts";
import type { Chat } from "./engines/chat.ts";
import type { Courier } from "./engines/courier.ts";
import type { Embedder } from "./engines/embedder.ts";
import type { IdentityProvider } from "./engines/oidc.ts";
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

export interface Log {
  debug(details: Record<string, unknown>, message: string): void;
  info(details: Record<string, unknown>, message: string): void;
  warn(details: Record<string, unknown>, message: string): void;
  error(details: Record<string, unknown>, message: string): void;
}

/** How often one address may try to sign in. */
export interface SignInLimit {
  /** Throws Fault `too_many`, with the moment from which on it may be tried again. */
  count(address: string): void;
  /** An attempt that succeeded does not count. */
  forgive(address: string): void;
}

/** An identity provider, the organization its people belong to, and how its words are read. */
export type SignInProvider = {
  /** What people call it. */
  name: string;
  identities: IdentityProvider;
  /** Short name of the organization. */
  organization: string;
  rules: IdentityRules;
};

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
  /**
   * Lets scorer and threshold of each source follow what people decided; reviews and grades follow them. Takes its own
   * transaction: never within another. Returns what changed.
   */
  calibrate: (organizationId: string) => Promise<Calibration[]>;
  /**
   * Told of a decision after its transaction: a drawn claim that was not approved may show a drift, which is acted on at
   * once; everything else waits for the clock. Never throws: the clock looks again.
   */
  heedDecision: (organizationId: string, decision: Pick<Decision, "claimId" | "action">) => Promise<void>;
  /** For assessing: what the organization has learned, and how much of what could go unseen it has people check. */
  getLearned: (
    organizationId: string,
  ) => Promise<{ scorings: readonly SourceScoring[]; sampleShare: number }>;
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
  /**
   * Reads the stored file of a document and compares it with its hash. That it is not intact is marked, and that it is
   * again, in a transaction of its own: never call it within one. Throws Fault `unavailable` when the store cannot be
   * reached.
   */
  checkBytes: (
    document: Pick<Document, "id" | "organizationId" | "sha256" | "fileName" | "stage">,
  ) => Promise<BytesFound>;
  /**
   * What follows from a decision, in its transaction: reviews close and open, contradictions end, the uploader is asked, an
   * amendment takes its place. Throws Fault `invalid_input` for an amendment that cannot be, `conflict` when another claim
   * stands where it would.
   */
  followDecision: (sql: Sql, principal: Principal, taken: Taken) => Promise<Followed>;
  agents: Agents;
  clock: () => Date;
  newId: () => string;
  log: Log;
  settings: { uploadLimitBytes: number; session: SessionLimits; outside: Outside };
  signInLimit: SignInLimit;
  /** Where people sign in otherwise than with a key; null when that is nowhere. */
  provider: SignInProvider | null;
};
