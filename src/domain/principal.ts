// Who acts: the organization (tenant), its principals, their API keys and roles.
import { z } from "zod";

export const organizationSchema = z.object({
  id: z.uuid(),
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "lower-case letters, digits and hyphens"),
  name: z.string().min(1),
  createdAt: z.date(),
});
export type Organization = z.infer<typeof organizationSchema>;

export const principalKinds = ["person", "service", "agent"] as const;
export const roles = ["uploader", "reviewer", "validator", "client", "admin"] as const;
export const roleSchema = z.enum(roles);
export type Role = z.infer<typeof roleSchema>;

/** The authenticated actor of a request: always taken from the key, never from a body. */
export const principalSchema = z.object({
  id: z.uuid(),
  organizationId: z.uuid(),
  kind: z.enum(principalKinds),
  name: z.string().min(1),
  roles: z.array(roleSchema),
});
export type Principal = z.infer<typeof principalSchema>;

export const apiKeySchema = z.object({
  id: z.string(),
  organizationId: z.uuid(),
  principalId: z.uuid(),
  name: z.string(),
  kind: z.enum(principalKinds),
  roles: z.array(roleSchema),
  createdAt: z.date(),
  expiresAt: z.date().nullable(),
  revokedAt: z.date().nullable(),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** People decide, machines propose: only a person with the role may decide. */
export function canDecide(principal: Principal): boolean {
  return (
    principal.kind === "person" && principal.roles.some((role) => role === "reviewer" || role === "validator")
  );
}

export function hasRole(principal: Principal, allowed: readonly Role[]): boolean {
  return principal.roles.includes("admin") || principal.roles.some((role) => allowed.includes(role));
}
