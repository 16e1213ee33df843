// Who a person is at a provider, and what the provider's words about a person mean here.
import type { Role } from "./principal.ts";

/** What the provider says, after it was proven that it said it. */
export type Identity = { issuer: string; subject: string; claims: Readonly<Record<string, unknown>> };

/** How a provider's claims are read. */
export type IdentityRules = {
  rolesClaim: string;
  nameClaim: string;
  /** A value of the roles claim, and the role it gives. One value may give several roles. */
  roleMap: readonly { value: string; role: Role }[];
};

/** A claim by its name, else by its path: `realm_access.roles`. */
export function findClaim(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  return name.split(".").reduce<unknown>((inner, part) => {
    const isObject = typeof inner === "object" && inner !== null && Object.hasOwn(inner, part);
    return isObject ? Object.entries(inner).find(([key]) => key === part)?.[1] : undefined;
  }, claims);
}

/** The roles that the provider's claim stands for; none for values that nobody gave a meaning. */
export function listIdentityRoles({ claims }: Identity, { rolesClaim, roleMap }: IdentityRules): Role[] {
  const said = findClaim(claims, rolesClaim);
  const values: unknown[] = Array.isArray(said) ? said : [said];
  const given = roleMap.filter(({ value }) => values.includes(value)).map(({ role }) => role);
  return [...new Set(given)].toSorted();
}

/** How the person is called here; null when the provider does not say, or does not vouch for the address. */
export function findIdentityName({ claims }: Identity, { nameClaim }: IdentityRules): string | null {
  if (nameClaim === "email" && claims["email_verified"] === false) return null;
  const name = findClaim(claims, nameClaim);
  return typeof name === "string" && name.trim() !== "" ? name.trim().slice(0, 200) : null;
}
