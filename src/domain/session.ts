// A person's stay in the console: how it began, and until when it lasts.
import { z } from "zod";
import { principalSchema, type Role } from "./principal.ts";

export const sessionSchema = z.object({
  id: z.uuid(),
  principal: principalSchema,
  organization: z.object({ slug: z.string(), name: z.string() }),
  how: z.enum(["key", "oidc"]),
  createdAt: z.date(),
  lastUsedAt: z.date(),
  expiresAt: z.date(),
  endedAt: z.date().nullable(),
  /** Of the key it began with; null without one. */
  keyRevokedAt: z.date().nullable(),
  keyExpiresAt: z.date().nullable(),
});
export type Session = z.infer<typeof sessionSchema>;

/** What a session begins with. */
export type NewSession = {
  how: Session["how"];
  principalId: string;
  organizationId: string;
  keyId: string | null;
  /** When it must have ended, however long sessions may be; null: no such moment. */
  endsBy: Date | null;
  roles: readonly Role[];
};

/** Idle for longest, and in all at most. */
export type SessionLimits = { idleMs: number; absoluteMs: number };

export type SessionState = "open" | "ended" | "expired" | "idle" | "key ended";

/** A key that is revoked or over ends its sessions at once. */
export function findSessionState(
  session: Session,
  at: Date,
  { idleMs }: Pick<SessionLimits, "idleMs">,
): SessionState {
  const isKeyOver =
    session.keyRevokedAt !== null || (session.keyExpiresAt !== null && session.keyExpiresAt <= at);
  if (session.endedAt !== null) return "ended";
  if (isKeyOver) return "key ended";
  if (session.expiresAt <= at) return "expired";
  return at.getTime() - session.lastUsedAt.getTime() >= idleMs ? "idle" : "open";
}
