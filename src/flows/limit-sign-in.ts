// Flow: how often one address may try to sign in. Kept in memory: a restart forgives, which harms nobody.
import type { Context, SignInLimit } from "../context.ts";
import { Fault } from "../fault.ts";

const windowMs = 60_000;
const mostAttempts = 10;
/** More addresses than that are not remembered one by one: the oldest are forgotten. */
const mostAddresses = 10_000;

export function buildSignInLimit({ clock }: Pick<Context, "clock">): SignInLimit {
  const attempts = new Map<string, Date[]>();
  const listRecent = (address: string) =>
    (attempts.get(address) ?? []).filter((at) => clock().getTime() - at.getTime() < windowMs);
  return {
    count: (address) => {
      const recent = listRecent(address);
      const [first] = recent;
      if (first && recent.length >= mostAttempts) {
        const retryAt = new Date(first.getTime() + windowMs);
        throw new Fault(
          "too_many",
          "There were too many attempts to sign in from your address: wait a minute, then try again.",
          { retryAt },
        );
      }
      attempts.delete(address);
      attempts.set(address, [...recent, clock()]);
      const [oldest] = attempts.keys();
      if (attempts.size > mostAddresses && oldest !== undefined) attempts.delete(oldest);
    },
    forgive: (address) => {
      const others = listRecent(address).slice(0, -1);
      if (others.length > 0) attempts.set(address, others);
      else attempts.delete(address);
    },
  };
}
