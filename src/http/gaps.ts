// Gaps over HTTP: of one framework, and of everything in scope.
import { z } from "@hono/zod-openapi";
import type { Context } from "../context.ts";
import { gapSchema as gapFields } from "../domain/gap.ts";
import { refusedAdviceSchema } from "../domain/written-gap.ts";
import { type AskedGaps, reportGaps } from "../flows/find-gaps.ts";
import { questionSchema } from "./coverage.ts";
import { buildPageSchema, parseCursor, writeCursor } from "./paging.ts";
import { defineRoute } from "./route.ts";

const readers = ["client", "uploader", "reviewer", "validator"] as const;

export const gapSchema = z.object(gapFields.shape).openapi("Gap");
export const gapPageSchema = buildPageSchema(gapSchema)
  .extend({
    total: z.number().int().openapi({ description: "Gaps below the floor, on all pages together" }),
    frameworks: z.array(z.string()).openapi({ description: "Frameworks whose requirements were counted" }),
    isScopeChosen: z
      .boolean()
      .openapi({ description: "false: no framework was chosen yet, all of them count" }),
    documentCount: z.number().int().openapi({ description: "Documents that the gaps were looked for in" }),
    notes: z
      .array(z.string())
      .openapi({ description: "What to know of how the advice came about, in words for people" }),
    refused: z
      .array(refusedAdviceSchema)
      .openapi({ description: "Written advice that did not stand the checks; the composed one stands" }),
  })
  .openapi("Gaps");

/** The moment of the first page stands in the cursor: the pages belong together whatever happens meanwhile. */
const positionSchema = z.object({ asOf: z.iso.datetime(), offset: z.number().int().nonnegative() });

const querySchema = questionSchema.extend({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().max(500).optional().openapi({ description: "`nextCursor` of the page before" }),
  written: z
    .enum(["true", "false"])
    .default("false")
    .openapi({ description: "Let the language model write the advice of at most 50 gaps of a page" }),
});

async function listPage(
  product: Context,
  organizationId: string,
  frameworkId: string | undefined,
  { limit, cursor, written, asOf, floor }: z.output<typeof querySchema>,
) {
  const position = parseCursor(positionSchema, cursor);
  const offset = position?.offset ?? 0;
  const asked: AskedGaps = {
    frameworkId,
    limit,
    offset,
    isWritten: written === "true",
    asOf: position ? new Date(position.asOf) : asOf,
    ...(floor && { floor }),
  };
  const { gaps, asOf: moment, ...rest } = await reportGaps(product, organizationId, asked);
  const next = { asOf: moment.toISOString(), offset: offset + gaps.length };
  return { items: gaps, nextCursor: next.offset < rest.total ? writeCursor(next) : null, ...rest };
}

const listAllGaps = defineRoute({
  method: "get",
  path: "/v1/gaps",
  summary:
    "Points below the floor over all frameworks in scope, the most valuable first, with what would close each.",
  tag: "coverage",
  roles: readers,
  query: querySchema,
  answer: { status: 200, description: "Gaps", schema: gapPageSchema },
  faults: ["invalid_input"],
  handle: async ({ product, principal, query }) => ({
    status: 200,
    body: await listPage(product, principal.organizationId, undefined, query),
  }),
});

const listGaps = defineRoute({
  method: "get",
  path: "/v1/gaps/{framework}",
  summary: "Points below the floor, the most valuable first, with what would close each.",
  tag: "coverage",
  roles: readers,
  params: z.object({ framework: z.string() }),
  query: querySchema,
  answer: { status: 200, description: "Gaps", schema: gapPageSchema },
  faults: ["invalid_input", "not_found"],
  handle: async ({ product, principal, params, query }) => ({
    status: 200,
    body: await listPage(product, principal.organizationId, params.framework, query),
  }),
});

export const gapRoutes = [listAllGaps, listGaps];
