// SQL of sign-ins that are under way at a provider. State and browser token come in and are hashed here.
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Sql } from "../db/sql.ts";

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

const rowSchema = z.object({
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
});
export type SignInAttempt = z.output<typeof rowSchema>;

/** What names an attempt: what comes back in the address, and what only the browser that began it has. */
export type AttemptKey = { state: string; browserToken: string };

export function insertAttempt(
  sql: Sql,
  organizationId: string,
  { state, browserToken }: AttemptKey,
  attempt: SignInAttempt,
  { at, expiresAt }: { at: Date; expiresAt: Date },
): Promise<number> {
  return sql.run(
    `insert into sign_in_attempt (state_sha256, organization_id, browser_sha256, nonce, code_verifier, return_to,
       created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      hash(state),
      organizationId,
      hash(browserToken),
      attempt.nonce,
      attempt.codeVerifier,
      attempt.returnTo,
      at,
      expiresAt,
    ],
  );
}

/** Takes it out, so that it is answered once; null when it is not there, over, or of another browser. */
export function takeAttempt(
  sql: Sql,
  { state, browserToken }: AttemptKey,
  at: Date,
): Promise<SignInAttempt | null> {
  return sql.find(
    rowSchema,
    `delete from sign_in_attempt where state_sha256 = $1 and browser_sha256 = $2 and expires_at > $3
     returning nonce, code_verifier as "codeVerifier", return_to as "returnTo"`,
    [hash(state), hash(browserToken), at],
  );
}

export function deleteAttemptsBefore(sql: Sql, moment: Date): Promise<number> {
  return sql.run(`delete from sign_in_attempt where expires_at <= $1`, [moment]);
}
