// Flow: a write under an idempotency key happens once; sent again it gets its first answer again.
import type { Context } from "../context.ts";
import { Fault } from "../fault.ts";
import {
  deleteIdempotencyKey,
  findIdempotencyKey,
  type IdempotencyKey,
  insertIdempotencyKey,
  updateIdempotencyAnswer,
} from "../store/idempotency.ts";

export type Answer = { status: number; body: unknown };

/** A write that has not answered for so long was killed; the same key may start it again. */
const abandonedAfterMs = 60_000;

/**
 * Throws Fault `mismatched_replay` when the key was used with another payload, `conflict` while the first is still
 * running, and whatever `write` throws, after which the key is free again.
 */
export async function replayWrite(
  context: Context,
  key: IdempotencyKey,
  payloadSha256: string,
  write: () => Promise<Answer>,
): Promise<Answer> {
  const { organizationId } = key;
  const earlier = await context.database.asOrganization(organizationId, async (sql) => {
    const at = context.clock();
    if ((await insertIdempotencyKey(sql, key, payloadSha256, at)) === 1) return null;
    const found = await findIdempotencyKey(sql, key);
    const isAbandoned = found?.status === null && at.getTime() - found.createdAt.getTime() > abandonedAfterMs;
    if (!isAbandoned) return found;
    await deleteIdempotencyKey(sql, key);
    await insertIdempotencyKey(sql, key, payloadSha256, at);
    return null;
  });
  if (earlier) return answerAgain(earlier, payloadSha256);
  try {
    const answer = await write();
    await context.database.asOrganization(organizationId, (sql) =>
      updateIdempotencyAnswer(sql, key, answer.status, answer.body),
    );
    return answer;
  } catch (error) {
    await context.database.asOrganization(organizationId, (sql) => deleteIdempotencyKey(sql, key));
    throw error;
  }
}

function answerAgain(
  earlier: { payloadSha256: string; status: number | null; answer?: unknown },
  payloadSha256: string,
): Answer {
  if (earlier.payloadSha256 !== payloadSha256) {
    throw new Fault(
      "mismatched_replay",
      "This Idempotency-Key was used for another payload: take a new one.",
    );
  }
  if (earlier.status === null) {
    throw new Fault(
      "conflict",
      "The first request with this Idempotency-Key is still running: ask again later.",
    );
  }
  return { status: earlier.status, body: earlier.answer };
}
