// The port of identity providers: a browser is sent there with a question and comes back with an answer.
import type { Identity } from "../domain/identity.ts";

/** Kept until the answer comes; `url` is where the browser goes. */
export type IdentityQuestion = { url: URL; state: string; nonce: string; codeVerifier: string };

export interface IdentityProvider {
  /** Throws Fault `unavailable` when the provider does not answer. */
  ask(): Promise<IdentityQuestion>;
  /**
   * Proves that the provider said it, to us, about this question.
   * @param search the query with which the browser came back.
   * Throws Fault `unauthenticated` when it is not proven, `unavailable`.
   */
  prove(search: string, question: Omit<IdentityQuestion, "url">): Promise<Identity>;
}
