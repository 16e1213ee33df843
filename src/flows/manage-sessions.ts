// Flow: sessions of the console are opened, found by their token, listed and ended.
import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import type { ApiKey, Organization } from "../domain/principal.ts";
import { findSessionState, type NewSession, type Session, type SessionState } from "../domain/session.ts";
import { Fault } from "../fault.ts";
import {
  closeSession,
  deleteSessionsBefore,
  findSession,
  insertSession,
  listSessions,
  updateLastUsed,
} from "../store/sessions.ts";

const dayMs = 24 * 60 * 60 * 1000;
/** How long it can be looked up who was signed in. */
const keptMs = 90 * dayMs;
/** Using a session is noted once a minute at most, so that reading does not write. */
const noteMs = 60_000;

export type OpenedSession = { session: Session; token: string };

/** The session of a person's key; null: of a key that does not hold. Throws Fault `unauthenticated`, `forbidden`. */
export async function openSessionOfKey(context: Context, key: ApiKey | null): Promise<OpenedSession> {
  if (!key) {
    throw new Fault(
      "unauthenticated",
      "This key is mistyped, unknown, revoked or over: ask your administrator for a new one.",
    );
  }
  if (key.kind !== "person") {
    throw new Fault(
      "forbidden",
      `The console is for people, and this key stands for ${key.kind === "agent" ? "an agent" : "a service"}: sign in with a person's key.`,
    );
  }
  const { principalId, organizationId, roles, id: keyId, expiresAt: endsBy } = key;
  return openSession(context, { how: "key", principalId, organizationId, roles, keyId, endsBy });
}

/** The token is returned once and never kept. */
export async function openSession(context: Context, wanted: NewSession): Promise<OpenedSession> {
  const at = context.clock();
  const token = randomBytes(32).toString("base64url");
  const latest = at.getTime() + context.settings.session.absoluteMs;
  const expiresAt = new Date(Math.min(latest, wanted.endsBy?.getTime() ?? latest));
  await context.database.asOrganization(wanted.organizationId, async (sql) => {
    await deleteSessionsBefore(sql, new Date(at.getTime() - keptMs));
    await insertSession(sql, { ...wanted, id: context.newId(), token, at, expiresAt });
  });
  const session = await context.database.asSystem((sql) => findSession(sql, token));
  if (session) return { session, token };
  throw new Fault("unavailable", "The session ended while it began: sign in again.");
}

/** The open session of a token; null when it is of none, or of one that is over. */
export async function findOpenSession(context: Context, token: string): Promise<Session | null> {
  const at = context.clock();
  const session = await context.database.asSystem((sql) => findSession(sql, token));
  if (!session || findSessionState(session, at, context.settings.session) !== "open") return null;
  if (at.getTime() - session.lastUsedAt.getTime() >= noteMs) {
    await context.database.asOrganization(session.principal.organizationId, (sql) =>
      updateLastUsed(sql, session.id, at),
    );
  }
  return session;
}

/** Signing out; doing it twice, or with a token of nobody, changes nothing. */
export async function endSessionOfToken(context: Context, token: string | null): Promise<void> {
  if (token === null) return;
  const session = await context.database.asSystem((sql) => findSession(sql, token));
  if (!session) return;
  await context.database.asOrganization(session.principal.organizationId, (sql) =>
    closeSession(sql, session.id, context.clock()),
  );
}

export async function listAllSessions(
  context: Context,
  organization: Pick<Organization, "id">,
): Promise<(Session & { state: SessionState })[]> {
  const found = await context.database.asOrganization(organization.id, (sql) => listSessions(sql));
  const at = context.clock();
  return found.map((session) => ({
    ...session,
    state: findSessionState(session, at, context.settings.session),
  }));
}

/** Throws Fault `not_found`; ending twice is an error, so that a mistyped id never looks like success. */
export async function endSession(
  context: Context,
  organization: Pick<Organization, "id">,
  id: string,
): Promise<void> {
  const ended = await context.database.asOrganization(organization.id, async (sql) => {
    const session = (await listSessions(sql)).find((one) => one.id === id);
    return session ? closeSession(sql, session.id, context.clock()) : 0;
  });
  if (ended > 0) return;
  throw new Fault("not_found", `There is no session "${id}" that could be ended: see \`sessions list\`.`);
}
