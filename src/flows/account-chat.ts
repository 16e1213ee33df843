// Flow: what a language model replied is kept, what it cost is written down, and a day's budget is not exceeded.
import type { Context } from "../context.ts";
import { type ChatSubject, findBudgetDay } from "../domain/chat.ts";
import type { ChatMemory } from "../engines/chat-cached.ts";
import { Fault } from "../fault.ts";
import {
  type ChatTotal,
  type ClaimUse,
  findChatReply,
  findClaimUse,
  insertChatReply,
  insertChatUse,
  listChatTotals,
  sumPaidTokens,
} from "../store/chats.ts";

export type ChatAccounts = ChatMemory & {
  /** Throws Fault `over_budget`, which says when the next day's budget begins. */
  admit(subject: ChatSubject): Promise<void>;
};

/**
 * @param dailyTokens of an organization, from midnight to midnight UTC; null is without limit. Questions that are on
 * their way when it is used up are still paid: as many as may run at the same time.
 */
export function buildChatAccounts(
  { database, clock }: Pick<Context, "database" | "clock">,
  dailyTokens: number | null,
): ChatAccounts {
  return {
    findReply: (organizationId, questionSha256) =>
      database.asOrganization(organizationId, (sql) => findChatReply(sql, questionSha256)),
    keepReply: async (organizationId, questionSha256, reply) => {
      await database.asOrganization(organizationId, (sql) =>
        insertChatReply(sql, { organizationId, questionSha256 }, reply, clock()),
      );
    },
    record: async (use) => {
      await database.asOrganization(use.organizationId, (sql) => insertChatUse(sql, use));
    },
    admit: async ({ organizationId }) => {
      if (dailyTokens === null) return;
      const { from, to } = findBudgetDay(clock());
      const usedTokens = await database.asOrganization(organizationId, (sql) => sumPaidTokens(sql, from));
      if (usedTokens < dailyTokens) return;
      throw new Fault(
        "over_budget",
        `Today's budget of ${dailyTokens} tokens for the language model is used up: the work goes on by itself when the next day begins (UTC).`,
        { retryAt: to, details: { usedTokens, dailyTokens } },
      );
    },
  };
}

/** What language models were paid for a document, or for everything when it is null, by purpose and model. */
export function reportChatTotals(
  { database }: Pick<Context, "database">,
  organizationId: string,
  documentId: string | null,
): Promise<ChatTotal[]> {
  return database.asOrganization(organizationId, (sql) => listChatTotals(sql, documentId));
}

/** What was paid for the question that a claim came from; several claims share one. Throws Fault `not_found`. */
export async function reportClaimUse(
  { database }: Pick<Context, "database">,
  organizationId: string,
  claimId: string,
): Promise<ClaimUse> {
  const use = await database.asOrganization(organizationId, (sql) => findClaimUse(sql, claimId));
  if (!use) throw new Fault("not_found", "There is no such claim.");
  return use;
}
