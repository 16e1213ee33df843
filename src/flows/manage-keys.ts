// Flow: API keys are made, listed, revoked, and turned into the principal they stand for.
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import type { ApiKey, Organization, Principal, Role } from "../domain/principal.ts";
import { parseKey, writeKey } from "../domain/secret.ts";
import { Fault } from "../fault.ts";
import { appendEntry } from "../store/ledger.ts";
import {
  findKeyWithHash,
  findPrincipal,
  insertKey,
  insertPrincipal,
  listKeys,
  revokeKey as markRevoked,
} from "../store/organizations.ts";

export type WantedKey = {
  name: string;
  kind: Principal["kind"];
  roles: readonly Role[];
  expiresAt: Date | null;
};

/**
 * Makes a key for a principal of this name (made if new). The key itself is returned once and never stored.
 * Throws Fault `invalid_input` when a machine is to decide, `conflict` when the name belongs to another kind.
 */
export async function createKey(
  context: Context,
  organization: Pick<Organization, "id">,
  wanted: WantedKey,
): Promise<{ id: string; key: string }> {
  checkRoles(wanted);
  const parts = { id: drawLetters(12).toLowerCase(), secret: drawLetters(40) };
  await context.database.asOrganization(organization.id, async (sql) => {
    const createdAt = context.clock();
    const { roles, expiresAt } = wanted;
    const principal = await insertNamed(context, sql, organization.id, wanted);
    const secretHash = hashSecret(parts.secret);
    await insertKey(sql, {
      id: parts.id,
      organizationId: organization.id,
      principalId: principal.id,
      roles,
      secretHash,
      createdAt,
      expiresAt,
    });
    await appendEntry(sql, {
      organizationId: organization.id,
      kind: "key_created",
      subjectId: principal.id,
      principalId: null,
      at: createdAt,
      body: { keyId: parts.id, roles: [...roles] },
    });
  });
  return { id: parts.id, key: writeKey(parts) };
}

function checkRoles({ kind, roles }: WantedKey): void {
  if (roles.length === 0) throw new Fault("invalid_input", "A key needs at least one role.");
  const isDeciding = roles.some((role) => role === "reviewer" || role === "validator");
  if (kind !== "person" && isDeciding) {
    throw new Fault(
      "invalid_input",
      "Only a person can be reviewer or validator: machines propose, people decide.",
    );
  }
}

/** A principal without a key: somebody who acts from the terminal of the machine itself. */
export function ensurePrincipal(
  context: Context,
  organization: Pick<Organization, "id">,
  wanted: Pick<Principal, "name" | "kind">,
): Promise<Pick<Principal, "id" | "organizationId">> {
  return context.database.asOrganization(organization.id, async (sql) => ({
    id: (await insertNamed(context, sql, organization.id, wanted)).id,
    organizationId: organization.id,
  }));
}

/** The principal of this name, made when it is new. Throws Fault `conflict` when the name is of another kind. */
async function insertNamed(
  context: Context,
  sql: Sql,
  organizationId: string,
  { name, kind }: Pick<Principal, "name" | "kind">,
): Promise<{ id: string }> {
  await insertPrincipal(sql, { id: context.newId(), organizationId, kind, name, createdAt: context.clock() });
  const principal = await findPrincipal(sql, name);
  if (principal?.kind === kind) return principal;
  throw new Fault(
    "conflict",
    `"${name}" is a ${principal?.kind ?? "stranger"} already: choose another name.`,
  );
}

export function listAllKeys(context: Context, organization: Pick<Organization, "id">): Promise<ApiKey[]> {
  return context.database.asOrganization(organization.id, (sql) => listKeys(sql));
}

/** Throws Fault `not_found`. Revoking twice is an error, so that a mistyped id never looks like success. */
export async function revokeKey(
  context: Context,
  organization: Pick<Organization, "id">,
  id: string,
): Promise<void> {
  await context.database.asOrganization(organization.id, async (sql) => {
    const key = (await listKeys(sql)).find((one) => one.id === id);
    const at = context.clock();
    if (!key || (await markRevoked(sql, id, at)) === 0) {
      throw new Fault("not_found", `There is no key "${id}" that could be revoked: see \`keys list\`.`);
    }
    await appendEntry(sql, {
      organizationId: organization.id,
      kind: "key_revoked",
      subjectId: key.principalId,
      principalId: null,
      at,
      body: { keyId: id },
    });
  });
}

/** The principal of a key. Throws Fault `unauthenticated`, with the same words whatever is wrong with it. */
export async function authenticate(context: Context, text: string): Promise<Principal> {
  const key = await findKey(context, text);
  if (!key) throw new Fault("unauthenticated", "Send a valid API key: `Authorization: Bearer eg_…`.");
  const { principalId: id, organizationId, kind, name, roles } = key;
  return { id, organizationId, kind, name, roles };
}

/** A key that holds; null whatever is wrong with it. */
export async function findKey(context: Context, text: string): Promise<ApiKey | null> {
  const parts = parseKey(text);
  if (!parts) return null;
  const key = await context.database.asSystem((sql) => findKeyWithHash(sql, parts.id));
  const isRight =
    key !== null && timingSafeEqual(Buffer.from(hashSecret(parts.secret)), Buffer.from(key.secretHash));
  if (!isRight || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= context.clock()))
    return null;
  const { secretHash: _, ...shown } = key;
  return shown;
}

/** The secret has 238 random bits: a slow hash would add nothing but load. */
function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function drawLetters(count: number): string {
  let drawn = "";
  while (drawn.length < count) {
    // 248 is the largest multiple of 62 below 256: every letter is equally likely.
    for (const byte of randomBytes(count))
      if (byte < 248 && drawn.length < count) drawn += letters[byte % 62];
  }
  return drawn;
}
