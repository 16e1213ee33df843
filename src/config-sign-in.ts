// The variables of signing in to the console, and what becomes of them.
import { z } from "zod";
import { wholeNumber } from "./config-number.ts";
import {
  buildProviderConfig,
  confidentialUrl,
  type ProviderConfig,
  providerShape,
} from "./config-provider.ts";
import type { Outside } from "./domain/outside.ts";
import type { SessionLimits } from "./domain/session.ts";

export const signInShape = {
  PUBLIC_URL: confidentialUrl
    .refine((text) => !URL.canParse(text) || new URL(text).href === `${new URL(text).origin}/`, {
      error: "an address without a path, like https://evidence.example.com",
    })
    .transform((text) => new URL(text).origin)
    .optional()
    .describe("Address at which browsers reach the console. Needed behind a proxy that ends TLS."),
  TRUST_PROXY: z
    .enum(["yes", "no"])
    .default("no")
    .describe(
      "Whether X-Forwarded-Proto and X-Forwarded-For are believed: only behind a proxy of yours that sets them.",
    ),
  SESSION_IDLE_MINUTES: wholeNumber(1, 10_080)
    .prefault("480")
    .describe("How long a session of the console may be unused before it ends."),
  SESSION_HOURS: wholeNumber(1, 720)
    .prefault("24")
    .describe("After how many hours a session of the console ends in any case."),
  ...providerShape,
};

const schema = z.object(signInShape);

export type SignInConfig = { outside: Outside; session: SessionLimits; provider: ProviderConfig | null };

export function buildSignInConfig(from: z.output<typeof schema>): SignInConfig {
  return {
    outside: { publicUrl: from.PUBLIC_URL ?? null, isProxyTrusted: from.TRUST_PROXY === "yes" },
    session: {
      idleMs: from.SESSION_IDLE_MINUTES * 60_000,
      absoluteMs: from.SESSION_HOURS * 60 * 60_000,
    },
    provider: buildProviderConfig(from),
  };
}
