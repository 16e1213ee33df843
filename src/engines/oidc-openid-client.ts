// Identity provider by OpenID Connect: discovery, authorization code with PKCE, and ID tokens whose signature is
// checked even where TLS would do.
import * as client from "openid-client";
import { findClaim, type Identity } from "../domain/identity.ts";
import { isConfidential } from "../domain/outside.ts";
import { Fault } from "../fault.ts";
import type { IdentityProvider, IdentityQuestion } from "./oidc.ts";

export type OpenidSettings = {
  issuer: string;
  clientId: string;
  /** Undefined: a public client, which PKCE alone protects. */
  clientSecret: string | undefined;
  clientAuth: "basic" | "post";
  scopes: string;
  redirectUri: string;
  /** Claims that are asked of the userinfo endpoint when the ID token lacks them. */
  wantedClaims: readonly string[];
};

const timeoutSeconds = 10;

export function buildOpenidProvider(settings: OpenidSettings): IdentityProvider {
  let found: Promise<client.Configuration> | undefined;
  /** Once; what failed is asked again by the next who wants to sign in. */
  const discover = (): Promise<client.Configuration> => {
    found ??= runDiscovery(settings).catch((cause: unknown) => {
      found = undefined;
      throw describeAbsence(settings, cause);
    });
    return found;
  };
  return {
    ask: async () => writeQuestion(await discover(), settings),
    prove: async (search, question) => {
      const config = await discover();
      try {
        return await proveAnswer(config, settings, search, question);
      } catch (cause) {
        throw describeRefusal(settings, cause);
      }
    },
  };
}

function runDiscovery({ issuer, clientId, clientSecret, clientAuth }: OpenidSettings) {
  const server = new URL(issuer);
  if (!isConfidential(server)) {
    throw new Fault(
      "invalid_input",
      "OIDC_ISSUER must be an https:// address (http:// on this machine only).",
    );
  }
  const proof = clientAuth === "basic" ? client.ClientSecretBasic : client.ClientSecretPost;
  const checks = [client.enableNonRepudiationChecks];
  return client.discovery(
    server,
    clientId,
    {},
    clientSecret === undefined ? client.None() : proof(clientSecret),
    {
      timeout: timeoutSeconds,
      execute: server.protocol === "http:" ? [client.allowInsecureRequests, ...checks] : checks,
    },
  );
}

async function writeQuestion(
  config: client.Configuration,
  { redirectUri, scopes }: OpenidSettings,
): Promise<IdentityQuestion> {
  const question = {
    state: client.randomState(),
    nonce: client.randomNonce(),
    codeVerifier: client.randomPKCECodeVerifier(),
  };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope: scopes,
    state: question.state,
    nonce: question.nonce,
    code_challenge: await client.calculatePKCECodeChallenge(question.codeVerifier),
    code_challenge_method: "S256",
  });
  return { ...question, url };
}

async function proveAnswer(
  config: client.Configuration,
  { redirectUri, wantedClaims }: OpenidSettings,
  search: string,
  { state, nonce, codeVerifier }: Omit<IdentityQuestion, "url">,
): Promise<Identity> {
  const tokens = await client.authorizationCodeGrant(config, new URL(search, redirectUri), {
    expectedState: state,
    expectedNonce: nonce,
    pkceCodeVerifier: codeVerifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Fault("unauthenticated", "The provider sent no ID token.");
  const isMissing = wantedClaims.some((name) => findClaim(claims, name) === undefined);
  const more =
    isMissing && config.serverMetadata().userinfo_endpoint
      ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
      : {};
  return { issuer: claims.iss, subject: claims.sub, claims: { ...more, ...claims } };
}

function describeAbsence({ issuer }: OpenidSettings, cause: unknown): Fault {
  if (cause instanceof Fault) return cause;
  return new Fault(
    "unavailable",
    `The identity provider ${issuer} does not answer as it should. Try again in a minute, or sign in with a key; operators check OIDC_ISSUER.`,
    { cause },
  );
}

function describeRefusal(settings: OpenidSettings, cause: unknown): Fault {
  if (cause instanceof client.AuthorizationResponseError) {
    return new Fault(
      "unauthenticated",
      `The identity provider refused the sign-in${writeCode(cause.error)}: start again, or ask who runs it.`,
      { cause },
    );
  }
  if (isClientRefused(cause)) {
    return new Fault(
      "unauthenticated",
      "The identity provider does not accept this product as its client: operators check OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_CLIENT_AUTH.",
      { cause },
    );
  }
  if (cause instanceof client.ResponseBodyError) {
    return new Fault(
      "unauthenticated",
      `The identity provider does not know this sign-in${writeCode(cause.error)}: start again.`,
      { cause },
    );
  }
  if (isAbsent(cause)) return describeAbsence(settings, cause);
  if (cause instanceof Fault) return cause;
  return new Fault(
    "unauthenticated",
    "What the identity provider answered could not be proven, so nobody was signed in: start again; if it happens again, operators look into the log.",
    { cause },
  );
}

/** The code came through the browser, so anybody may have written it. */
function writeCode(code: string): string {
  return /^[a-z_]{1,40}$/.test(code) ? ` (${code})` : "";
}

function isClientRefused(cause: unknown): boolean {
  if (cause instanceof client.WWWAuthenticateChallengeError) return true;
  return (
    cause instanceof client.ResponseBodyError &&
    ["invalid_client", "unauthorized_client"].includes(cause.error)
  );
}

/** It did not answer, or only that something is wrong with itself. */
function isAbsent(cause: unknown): boolean {
  const code = cause instanceof client.ClientError ? cause.code : undefined;
  if (code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM") return true;
  return cause instanceof TypeError && cause.message === "fetch failed";
}
