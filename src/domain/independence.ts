// Whether two pieces of evidence are two witnesses: a copy of a file, or of its words, is not a second one.
import type { Document } from "./document.ts";
import { isLargelySame } from "./fingerprint.ts";
import { isNearCopy } from "./near-copy.ts";
import type { Quote } from "./quote.ts";

/** The document as it was known at the moment that is asked about, and what is quoted of it. */
export type Witnessed = { document: Document; quotes: readonly Pick<Quote, "text">[] };

/** Why two claims are one witness. */
export type Dependence = "same_lineage" | "same_bytes" | "same_source" | "near_copy";

/** Different lineage and (different kind or different source), and not the same words. */
export function areIndependent(one: Witnessed, other: Witnessed): boolean {
  return findDependence(one, other) === null;
}

export function findDependence(one: Witnessed, other: Witnessed): Dependence | null {
  const [a, b] = [one.document, other.document];
  if (a.lineageId === b.lineageId) return "same_lineage";
  if (a.sha256 === b.sha256) return "same_bytes";
  if (a.kind === b.kind && isSameSource(a, b)) return "same_source";
  if (isNearCopy(one.quotes, other.quotes)) return "near_copy";
  const isCopy =
    a.fingerprint !== null && b.fingerprint !== null && isLargelySame(a.fingerprint, b.fingerprint);
  return isCopy ? "near_copy" : null;
}

/**
 * The rule: what is known of one document only says nothing. Where the owner, the product or the host of both is
 * known and is the same, the source is the same, whoever uploaded them and whatever else differs. Else, where one of
 * these is known of both, it differs. Else nobody knows where they come from but who uploaded them, and that decides.
 */
function isSameSource(a: Document, b: Document): boolean {
  const told = [
    isSameName(a.owner, b.owner),
    isSameName(a.product, b.product),
    isSameName(findHost(a.sourceUrl), findHost(b.sourceUrl)),
  ].filter((same) => same !== null);
  return told.length > 0 ? told.includes(true) : a.uploadedBy === b.uploadedBy;
}

/** "Noor Haddad" is "Haddad, Noor (platform lead)": the words of one stand in the other. Null where one is not known. */
function isSameName(a: string | null, b: string | null): boolean | null {
  const [one, other] = [listWords(a), listWords(b)];
  if (one.size === 0 || other.size === 0) return null;
  const [fewer, more] = one.size <= other.size ? [one, other] : [other, one];
  return [...fewer].every((word) => more.has(word));
}

function listWords(name: string | null): Set<string> {
  return new Set(
    name
      ?.normalize("NFKC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [],
  );
}

/** The last two labels: `acme.okta.com` and `acme-admin.okta.com` are one system. Null for what is no web address. */
function findHost(url: string | null): string | null {
  const host = url?.match(/^(?:https?:\/\/)?([\p{L}\d.-]+\.[\p{L}\d-]+)(?:[:/?#]|$)/iu)?.[1];
  if (host === undefined) return null;
  return /^[\d.]+$/.test(host) ? host : host.split(".").slice(-2).join(".");
}
