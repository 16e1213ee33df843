// Flow: a person signs in at an identity provider. The provider says who it is; what its words mean, we say.
import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import type { Sql } from "../db/sql.ts";
import {
  findClaim,
  findIdentityName,
  type Identity,
  type IdentityRules,
  listIdentityRoles,
} from "../domain/identity.ts";
import type { Organization, Role } from "../domain/principal.ts";
import type { NewSession } from "../domain/session.ts";
import { Fault } from "../fault.ts";
import {
  findIdentityForUpdate,
  insertIdentity,
  type KnownIdentity,
  updateIdentityRoles,
} from "../store/identities.ts";
import { appendEntry } from "../store/ledger.ts";
import { findOrganization, insertPrincipal } from "../store/organizations.ts";
import { closeProviderSessions } from "../store/sessions.ts";
import {
  type AttemptKey,
  deleteAttemptsBefore,
  insertAttempt,
  takeAttempt,
} from "../store/sign-in-attempts.ts";

/** How long a person may take at the provider. */
export const attemptMs = 10 * 60_000;

/** Where to send the browser, and what it must bring back. Throws Fault `not_found`, `unavailable`. */
export async function startProviderSignIn(
  context: Context,
  returnTo: string,
): Promise<AttemptKey & { url: URL }> {
  const { provider, organization } = await getProvider(context);
  const { url, state, nonce, codeVerifier } = await provider.identities.ask();
  const key = { state, browserToken: randomBytes(32).toString("base64url") };
  const at = context.clock();
  await context.database.asOrganization(organization.id, async (sql) => {
    await deleteAttemptsBefore(sql, at);
    const expiresAt = new Date(at.getTime() + attemptMs);
    await insertAttempt(sql, organization.id, key, { nonce, codeVerifier, returnTo }, { at, expiresAt });
  });
  return { ...key, url };
}

/**
 * The session that the browser's answer earns, and where it wanted to go. Throws Fault `unauthenticated` when the
 * answer is not proven, `forbidden` for somebody without a role, `conflict` when the name is another's, `unavailable`.
 */
export async function finishProviderSignIn(
  context: Context,
  key: AttemptKey,
  search: string,
): Promise<{ session: NewSession; returnTo: string }> {
  const { provider, organization } = await getProvider(context);
  const attempt = await context.database.asOrganization(organization.id, (sql) =>
    takeAttempt(sql, key, context.clock()),
  );
  if (!attempt) {
    throw new Fault(
      "unauthenticated",
      "This sign-in was not begun in this browser in the last ten minutes, or is used up already: start again.",
    );
  }
  const identity = await provider.identities.prove(search, { ...attempt, state: key.state });
  const roles = listIdentityRoles(identity, provider.rules);
  const name = findIdentityName(identity, provider.rules);
  const principalId = await keepPerson(context, organization, { ...identity, name, roles });
  if (principalId === null) throw refuseRoleless(identity, provider.rules);
  const session = { how: "oidc" as const, organizationId: organization.id, keyId: null, endsBy: null };
  return { session: { ...session, principalId, roles }, returnTo: attempt.returnTo };
}

async function getProvider({ provider, database }: Context) {
  if (!provider) {
    throw new Fault("not_found", "No identity provider is configured here: sign in with a key.");
  }
  const organization = await database.asSystem((sql) => findOrganization(sql, provider.organization));
  if (organization) return { provider, organization };
  throw new Fault(
    "unavailable",
    `Nobody can sign in yet: there is no organization "${provider.organization}" (OIDC_ORGANIZATION). Operators make it with \`evidence-gradient keys create --organization ${provider.organization} …\`.`,
  );
}

type Person = Identity & { name: string | null; roles: Role[] };

/** Null for somebody without a role: sessions that were open end, and a stranger leaves no trace. */
function keepPerson(context: Context, organization: Organization, person: Person): Promise<string | null> {
  return context.database.asOrganization(organization.id, async (sql) => {
    const known = await findIdentityForUpdate(sql, person);
    if (!known && person.roles.length === 0) return null;
    const principalId = known
      ? await noteRoles(context, sql, organization, person, known)
      : await addPerson(context, sql, organization, person);
    return person.roles.length === 0 ? null : principalId;
  });
}

/** What the provider gives and takes counts at once, also for sessions that are open elsewhere. */
async function noteRoles(
  context: Context,
  sql: Sql,
  organization: Organization,
  { issuer, roles }: Person,
  known: KnownIdentity,
): Promise<string> {
  const { principalId } = known;
  if (known.roles.join() === roles.join()) return principalId;
  const at = context.clock();
  await updateIdentityRoles(sql, principalId, roles);
  await closeProviderSessions(sql, principalId, at);
  await appendEntry(sql, {
    organizationId: organization.id,
    kind: "person_roles_changed",
    subjectId: principalId,
    principalId,
    at,
    body: { issuer, roles, formerRoles: known.roles },
  });
  return principalId;
}

/** The name must be free: the same address of another subject may be another person, so nobody inherits a name. */
async function addPerson(
  context: Context,
  sql: Sql,
  organization: Organization,
  person: Person,
): Promise<string> {
  const { issuer, subject, roles, name } = person;
  if (name === null) throw refuseNameless(issuer);
  const [principalId, at] = [context.newId(), context.clock()];
  const { id: organizationId } = organization;
  const isNew = await insertPrincipal(sql, {
    id: principalId,
    organizationId,
    kind: "person",
    name,
    createdAt: at,
  });
  if (isNew === 0) {
    // Signing in for the first time in two tabs: the other was faster.
    const twin = await findIdentityForUpdate(sql, person);
    if (twin) return twin.principalId;
    throw refuseName(name);
  }
  await insertIdentity(sql, { organizationId, issuer, subject, principalId, roles, at });
  await appendEntry(sql, {
    organizationId,
    kind: "person_joined",
    subjectId: principalId,
    principalId,
    at,
    body: { issuer, subject, roles },
  });
  return principalId;
}

function refuseRoleless({ claims }: Identity, { rolesClaim }: IdentityRules): Fault {
  const isSaid = findClaim(claims, rolesClaim) !== undefined;
  return new Fault(
    "forbidden",
    isSaid
      ? `You are known to the identity provider, but nothing in its claim "${rolesClaim}" gives you a role here: ask your administrator for a group that OIDC_ROLE_MAP names.`
      : `The identity provider did not say which roles you have: ask your administrator to let it send the claim "${rolesClaim}" (OIDC_ROLES_CLAIM, OIDC_SCOPES).`,
  );
}

function refuseNameless(issuer: string): Fault {
  return new Fault(
    "forbidden",
    `${issuer} did not say your name, or does not vouch for your e-mail address: confirm it there, or ask your administrator to set OIDC_NAME_CLAIM.`,
  );
}

function refuseName(name: string): Fault {
  return new Fault(
    "conflict",
    `"${name}" is somebody else here already, who signs in otherwise: sign in as you did before, or ask your administrator for another name.`,
  );
}
