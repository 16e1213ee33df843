// How the product is reached from outside, and which addresses are fit for secrets.

export type Outside = {
  /** Scheme, host and port that browsers use; null: whatever address a request names. */
  publicUrl: string | null;
  /** Whether the headers that a proxy adds (X-Forwarded-…) say the truth. */
  isProxyTrusted: boolean;
};

const loopback = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** https anywhere, plain http on this machine alone: everybody on the way can read the rest. */
export function isConfidential({ protocol, hostname }: Pick<URL, "protocol" | "hostname">): boolean {
  return protocol === "https:" || (protocol === "http:" && loopback.test(hostname));
}
