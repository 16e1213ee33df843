// The variables of an OpenID Connect provider, and what becomes of them.
import { z } from "zod";
import type { IdentityRules } from "./domain/identity.ts";
import { isConfidential } from "./domain/outside.ts";
import { roleSchema, roles } from "./domain/principal.ts";
import { callbackPath } from "./domain/return-path.ts";

export const confidentialUrl = z
  .string()
  .refine((text) => URL.canParse(text) && isConfidential(new URL(text)), {
    error: "an https:// address (http:// on this machine only)",
  });

/** `grc-reviewers=reviewer`: what stands before the last equals sign is the provider's word. */
const pairSchema = z
  .string()
  .transform((text) => ({
    value: text.slice(0, text.lastIndexOf("=")).trim(),
    role: text.split("=").at(-1)?.trim(),
  }))
  .pipe(z.object({ value: z.string().min(1), role: roleSchema }));

const roleMap = z
  .string()
  .transform((text) => text.split(",").map((pair) => pairSchema.safeParse(pair).data))
  .refine((pairs) => pairs.every((pair) => pair !== undefined), {
    error: `pairs like grc-reviewers=reviewer,grc-leads=validator; the roles are ${roles.join(", ")}`,
  })
  .transform((pairs) => pairs.flatMap((pair) => pair ?? []));

export const providerShape = {
  OIDC_ISSUER: confidentialUrl
    .optional()
    .describe("OpenID Connect provider at which people may sign in to the console. Unset: with keys only."),
  OIDC_CLIENT_ID: z.string().min(1).optional().describe("What the provider calls this product."),
  OIDC_CLIENT_SECRET: z
    .string()
    .min(1)
    .optional()
    .describe("The product's secret at the provider. Unset: a public client (PKCE is used in any case)."),
  OIDC_CLIENT_AUTH: z
    .enum(["basic", "post"])
    .default("basic")
    .describe("How that secret is sent: client_secret_basic or client_secret_post."),
  OIDC_ORGANIZATION: z.string().min(1).optional().describe("Short name of the organization of its people."),
  OIDC_ROLES_CLAIM: z
    .string()
    .min(1)
    .default("roles")
    .describe(
      "Claim that lists a person's groups or roles; a path like realm_access.roles where it is nested.",
    ),
  OIDC_ROLE_MAP: roleMap
    .optional()
    .describe(
      "Which of its values give which role, like grc-reviewers=reviewer,grc-leads=validator. Others give none.",
    ),
  OIDC_NAME_CLAIM: z.string().min(1).default("email").describe("Claim by which a person is called here."),
  OIDC_SCOPES: z
    .string()
    .default("openid email profile")
    .refine((text) => text.split(" ").includes("openid"), { error: "words with openid among them" })
    .describe("What is asked of the provider."),
  OIDC_DISPLAY_NAME: z.string().min(1).optional().describe("What people call it. Unset: its host name."),
};

const schema = z.object({ ...providerShape, PUBLIC_URL: z.string().optional() });
type ProviderEnvironment = z.output<typeof schema>;

const needed = ["OIDC_CLIENT_ID", "OIDC_ORGANIZATION", "OIDC_ROLE_MAP", "PUBLIC_URL"] as const;

/** What is set belongs together: each variable that is missing for it is named. */
export function listProviderProblems(from: ProviderEnvironment): { path: string[]; message: string }[] {
  if (from.OIDC_ISSUER !== undefined) {
    return needed
      .filter((name) => from[name] === undefined)
      .map((name) => ({ path: [name], message: "it to be set, because OIDC_ISSUER is" }));
  }
  const set = (["OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET", "OIDC_ORGANIZATION", "OIDC_ROLE_MAP"] as const).find(
    (name) => from[name] !== undefined,
  );
  return set ? [{ path: ["OIDC_ISSUER"], message: `the provider's address, because ${set} is set` }] : [];
}

export type ProviderConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  clientAuth: "basic" | "post";
  scopes: string;
  redirectUri: string;
  name: string;
  organization: string;
  rules: IdentityRules;
};

export function buildProviderConfig(from: ProviderEnvironment): ProviderConfig | null {
  const {
    OIDC_ISSUER: issuer,
    OIDC_CLIENT_ID: clientId,
    OIDC_ORGANIZATION: organization,
    PUBLIC_URL: ownUrl,
  } = from;
  if (issuer === undefined || clientId === undefined || organization === undefined || ownUrl === undefined)
    return null;
  return {
    issuer,
    clientId,
    clientSecret: from.OIDC_CLIENT_SECRET,
    clientAuth: from.OIDC_CLIENT_AUTH,
    scopes: from.OIDC_SCOPES,
    redirectUri: `${ownUrl}${callbackPath}`,
    name: from.OIDC_DISPLAY_NAME ?? new URL(issuer).host,
    organization,
    rules: {
      rolesClaim: from.OIDC_ROLES_CLAIM,
      nameClaim: from.OIDC_NAME_CLAIM,
      roleMap: from.OIDC_ROLE_MAP ?? [],
    },
  };
}
