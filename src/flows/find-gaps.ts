// Flow: what is missing in one framework, or in everything in scope, and what would close it fastest.
import type { GapsTools, Written } from "../../agents/gaps/tools.ts";
import type { Context } from "../context.ts";
import {
  type Catalogue,
  describeUncoverable,
  describeUnknownFramework,
  type Framework,
  findFramework,
} from "../domain/catalogue.ts";
import { measureRated } from "../domain/coverage.ts";
import type { Document } from "../domain/document.ts";
import { type FoundGaps, findGaps, type GapQuestion, listStanding } from "../domain/gap.ts";
import { defaultFloor } from "../domain/grade.ts";
import { buildRater } from "../domain/rating.ts";
import { applyScope, findScope, type ScopeDecision } from "../domain/scope.ts";
import { writtenGapsSchema } from "../domain/written-gap.ts";
import { Fault, type FaultCode } from "../fault.ts";
import { listAllDocuments } from "../store/documents.ts";
import { listOrganizations } from "../store/organizations.ts";
import { listScopeDecisions } from "../store/scopes.ts";

const defaultLimit = 50;
const mostOffered = 60;

export type AskedGaps = Partial<Pick<GapQuestion, "offset" | "limit" | "isWritten" | "floor">> & {
  /** Absent for everything in scope. */
  frameworkId?: string | undefined;
  asOf?: Date | undefined;
  documentIds?: readonly string[] | undefined;
};

export type GapReport = FoundGaps & {
  asOf: Date;
  /** What the reader has to know of how the advice came about. */
  notes: string[];
  refused: { pointId: string; reason: string }[];
};

/**
 * A part of the gaps below the floor, the most valuable first. Advice is composed from the catalogue, or written by the
 * language model when that is asked for. Throws Fault `not_found` for an unknown framework, `invalid_input` for one that
 * is there to compare with only, and for written advice when there is no model.
 */
export async function reportGaps(
  context: Context,
  organizationId: string,
  asked: AskedGaps = {},
): Promise<GapReport> {
  if (asked.isWritten && !context.chat) {
    throw new Fault(
      "invalid_input",
      "There is no language model to write the advice (CHAT is `none`): ask without it for advice that is composed from the catalogue.",
    );
  }
  const asOf = asked.asOf ?? context.clock();
  const question: GapQuestion = {
    frameworkId: asked.frameworkId ?? null,
    floor: asked.floor ?? defaultFloor,
    asOf: asOf.toISOString(),
    documentIds: asked.documentIds ? [...asked.documentIds] : null,
    offset: asked.offset ?? 0,
    limit: asked.limit ?? defaultLimit,
    isWritten: asked.isWritten ?? false,
  };
  return { asOf, ...(await context.agents.runGaps({ organizationId, question })) };
}

export function buildGapsTools(context: Context): GapsTools {
  const { chat, database } = context;
  return {
    findGaps: ({ organizationId, question }) => find(context, organizationId, question),
    describeOrganization: async ({ organizationId, question }, frameworks) => {
      const { catalogue } = await context.getCatalogue(organizationId);
      const { organizations, documents } = await database.asOrganization(organizationId, async (sql) => ({
        organizations: await listOrganizations(sql),
        documents: listStanding(await listAllDocuments(sql), new Date(question.asOf)),
      }));
      return {
        // A tenant sees the row of its own organization only.
        name: organizations[0]?.name ?? "",
        frameworks: frameworks.map((id) => ({
          id,
          title: findFramework(catalogue.frameworks, id)?.title ?? id,
        })),
        kinds: countKinds(documents),
        documents: documents
          .toReversed()
          .slice(0, mostOffered)
          .map(({ id, fileName, title, kind, owner }) => ({ documentId: id, fileName, title, kind, owner })),
      };
    },
    askModel:
      chat &&
      (({ organizationId }, prompt) =>
        write(() =>
          chat.ask({ prompt, schema: writtenGapsSchema, subject: { organizationId, documentId: null } }),
        )),
  };
}

type Asking = () => Promise<{ value: { gaps: Extract<Written, { model: string }>["gaps"] }; model: string }>;

/** Faults of the model and of its budget: composed advice is better than none. */
const survivable: readonly FaultCode[] = [
  "unusable_reply",
  "over_budget",
  "unavailable",
  "timed_out",
  "too_large",
  "invalid_input",
];

async function write(ask: Asking): Promise<Written> {
  try {
    const { value, model } = await ask();
    return { gaps: value.gaps, model };
  } catch (error) {
    if (error instanceof Fault && survivable.includes(error.code)) return { problem: error.message };
    throw error;
  }
}

async function find(context: Context, organizationId: string, question: GapQuestion): Promise<FoundGaps> {
  const { catalogue, points } = await context.getCatalogue(organizationId);
  refuseUnknown(catalogue, question.frameworkId);
  const asOf = new Date(question.asOf);
  const documentIds = question.documentIds ?? undefined;
  const { subjects, documents, decisions } = await context.database.asOrganization(
    organizationId,
    async (sql) => {
      const documents = await listAllDocuments(sql);
      return {
        subjects: await context.listSubjects(sql, { documentIds }),
        documents,
        decisions: await listScopeDecisions(sql),
      };
    },
  );
  const { frameworks, isScopeChosen } = listInScope(catalogue, decisions, asOf, question.frameworkId);
  const rateClaims = buildRater(subjects, asOf);
  const coverages = frameworks.map((framework) =>
    measureRated(framework, points, rateClaims, { asOf, floor: question.floor }),
  );
  const { frameworkId, offset, limit } = question;
  const gaps = findGaps({ catalogue, points, coverages, frameworkId, rateClaims, documents, asOf });
  return {
    gaps: gaps.slice(offset, offset + limit),
    total: gaps.length,
    frameworks: frameworks.map(({ id }) => id),
    isScopeChosen,
    documentCount: listStanding(documents, asOf).length,
  };
}

function refuseUnknown({ frameworks, targets }: Catalogue, id: string | null): void {
  if (id === null || findFramework(frameworks, id)) return;
  if (findFramework(targets, id)) throw new Fault("invalid_input", describeUncoverable(id));
  throw new Fault("not_found", describeUnknownFramework(frameworks, id));
}

/**
 * What the organization chose, or everything that nobody put aside while it chose nothing, with what applies of each;
 * and the framework that is asked for in any case.
 */
function listInScope(
  { frameworks }: Catalogue,
  decisions: readonly ScopeDecision[],
  asOf: Date,
  askedId: string | null,
): { frameworks: Framework[]; isScopeChosen: boolean } {
  const scoped = frameworks.map((framework) => ({ framework, scope: findScope(framework, decisions, asOf) }));
  const isScopeChosen = scoped.some(({ scope }) => scope.isChosen === true);
  const counted = scoped.filter(({ framework, scope }) => {
    if (framework.id === askedId) return true;
    return isScopeChosen ? scope.isChosen === true : scope.isChosen !== false;
  });
  return { frameworks: counted.map(({ framework, scope }) => applyScope(framework, scope)), isScopeChosen };
}

function countKinds(documents: readonly Document[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of documents.flatMap((document) => document.kind ?? []))
    counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}
