// SQL of what language models replied and what was paid for it.
import { z } from "zod";
import type { Sql } from "../db/sql.ts";
import { type ChatUse, type KeptReply, keptReplySchema } from "../domain/chat.ts";

export function findChatReply(sql: Sql, questionSha256: string): Promise<KeptReply | null> {
  return sql.find(
    keptReplySchema,
    `select text, model, prompt_tokens as "promptTokens", completion_tokens as "completionTokens", repairs
     from chat_reply where question_sha256 = $1`,
    [questionSha256],
  );
}

/** A newer reply to the same question takes the place of one that was not usable any more. */
export function insertChatReply(
  sql: Sql,
  key: { organizationId: string; questionSha256: string },
  reply: KeptReply,
  at: Date,
): Promise<number> {
  return sql.run(
    `insert into chat_reply (organization_id, question_sha256, text, model, prompt_tokens, completion_tokens, repairs,
       kept_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (organization_id, question_sha256) do update set text = excluded.text, model = excluded.model,
       prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
       repairs = excluded.repairs, kept_at = excluded.kept_at`,
    [
      key.organizationId,
      key.questionSha256,
      reply.text,
      reply.model,
      reply.promptTokens,
      reply.completionTokens,
      reply.repairs,
      at,
    ],
  );
}

export function insertChatUse(sql: Sql, use: ChatUse): Promise<number> {
  return sql.run(
    `insert into chat_usage (organization_id, document_id, purpose, prompt_version, model, prompt_tokens,
       completion_tokens, cost_micros, is_cached, question_sha256, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      use.organizationId,
      use.documentId,
      use.purpose,
      use.promptVersion,
      use.model,
      use.promptTokens,
      use.completionTokens,
      use.costMicros,
      use.isCached,
      use.questionSha256,
      use.at,
    ],
  );
}

const tokensSchema = z.object({ tokens: z.number() });

/** Tokens of questions and replies that were paid from a moment on. */
export async function sumPaidTokens(sql: Sql, from: Date): Promise<number> {
  const row = await sql.find(
    tokensSchema,
    `select coalesce(sum(prompt_tokens + completion_tokens), 0)::bigint as tokens
     from chat_usage where at >= $1 and not is_cached`,
    [from],
  );
  return row?.tokens ?? 0;
}

const totalSchema = z.object({
  purpose: z.string(),
  promptVersion: z.string(),
  model: z.string(),
  paidCalls: z.number(),
  cachedReplies: z.number(),
  promptTokens: z.number(),
  completionTokens: z.number(),
  /** Null when the cost of one of the calls is unknown. */
  costMicros: z.number().nullable(),
});
export type ChatTotal = z.output<typeof totalSchema>;

/** What was paid for a document, or for all that the organization did, by purpose and model. */
export function listChatTotals(sql: Sql, documentId: string | null): Promise<ChatTotal[]> {
  return sql.list(
    totalSchema,
    `select purpose, prompt_version as "promptVersion", model,
       count(*) filter (where not is_cached) as "paidCalls", count(*) filter (where is_cached) as "cachedReplies",
       coalesce(sum(prompt_tokens) filter (where not is_cached), 0)::bigint as "promptTokens",
       coalesce(sum(completion_tokens) filter (where not is_cached), 0)::bigint as "completionTokens",
       case when bool_or(cost_micros is null) then null else sum(cost_micros)::bigint end as "costMicros"
     from chat_usage where $1::uuid is null or document_id = $1
     group by purpose, prompt_version, model order by purpose, prompt_version, model`,
    [documentId],
  );
}

const claimUseSchema = z.object({
  promptTokens: z.number(),
  completionTokens: z.number(),
  costMicros: z.number().nullable(),
  claims: z.number(),
});
export type ClaimUse = z.output<typeof claimUseSchema>;

/** What was paid for the question that a claim came from, and how many claims came from it. */
export function findClaimUse(sql: Sql, claimId: string): Promise<ClaimUse | null> {
  return sql.find(
    claimUseSchema,
    `select coalesce(sum(chat_usage.prompt_tokens), 0)::bigint as "promptTokens",
       coalesce(sum(chat_usage.completion_tokens), 0)::bigint as "completionTokens",
       case when bool_or(cost_micros is null) then null else sum(cost_micros)::bigint end as "costMicros",
       (select count(*) from claim as other where other.question_sha256 = claim.question_sha256
          and other.document_id = claim.document_id and other.retired_at is null) as claims
     from claim left join chat_usage on chat_usage.question_sha256 = claim.question_sha256 and not is_cached
     where claim.id = $1 group by claim.id`,
    [claimId],
  );
}
