import { describe, expect, it } from "vitest";
import type { Document } from "./document.ts";
import { buildFingerprint } from "./fingerprint.ts";
import { buildDocument, buildId, uploader, writeWords } from "./fixtures/subjects.fixture.ts";
import { areIndependent, findDependence, type Witnessed } from "./independence.ts";

const build = (changes: Partial<Document> = {}, text = writeWords(buildId())): Witnessed => ({
  document: buildDocument(changes),
  quotes: [{ text }],
});
const other = buildId();
const find = (one: Partial<Document>, two: Partial<Document>) => {
  const [a, b] = [build(one), build(two)];
  expect(findDependence(b, a)).toBe(findDependence(a, b));
  return findDependence(a, b);
};

describe("two claims are one witness", () => {
  it("as versions of one document, whatever else differs", () => {
    const lineageId = buildId();
    const newer = { lineageId, kind: "record" as const, uploadedBy: other };
    expect(find({ lineageId }, newer)).toBe("same_lineage");
  });

  it("as the same bytes", () => {
    expect(find({ sha256: "a".repeat(64) }, { sha256: "a".repeat(64), kind: "record" })).toBe("same_bytes");
  });

  it("when documents of one kind come from one uploader and nothing else is known of both", () => {
    expect(find({}, {})).toBe("same_source");
    expect(find({ owner: "Noor" }, { sourceUrl: "https://wiki.example.com/a" })).toBe("same_source");
    expect(find({}, { uploadedBy: other })).toBeNull();
  });

  it("when documents of one kind have the same owner, product or host, whoever uploaded them", () => {
    const pairs: [Partial<Document>, Partial<Document>][] = [
      [{ owner: "Noor Haddad" }, { owner: "HADDAD, Noor (platform lead)" }],
      [{ product: "Okta" }, { product: "Okta Admin Console" }],
      [{ sourceUrl: "https://acme.okta.com/users" }, { sourceUrl: "acme-admin.okta.com/policies?x=1" }],
      [
        { owner: "Noor", product: "Okta" },
        { owner: "Noor", product: "Harbourgate" },
      ],
    ];
    for (const [one, two] of pairs) expect(find(one, { ...two, uploadedBy: other })).toBe("same_source");
  });

  it("when the words are copied, whoever brought them and in whatever kind of file", () => {
    const words = writeWords("policy");
    const copy = build({ kind: "screenshot", uploadedBy: other, owner: "Somebody else" }, `${words} x`);
    expect(findDependence(build({ owner: "Noor" }, words), copy)).toBe("near_copy");
  });

  it("when the larger part of one document stands in the other, though other words of it are quoted", () => {
    const policy = Array.from({ length: 20 }, (_, index) => writeWords(`policy ${index}`)).join(". ");
    const wiki = `${writeWords("wiki")} ${policy} ${writeWords("end")}`;
    const one = { fingerprint: buildFingerprint(policy) };
    expect(find(one, { fingerprint: buildFingerprint(wiki), kind: "record" })).toBe("near_copy");
    expect(find(one, { fingerprint: null, kind: "record" })).toBeNull();
  });
});

describe("two claims are two witnesses", () => {
  it("when the kinds differ and the words are other ones", () => {
    expect(find({}, { kind: "record" })).toBeNull();
    expect(areIndependent(build(), build({ kind: "screenshot" }))).toBe(true);
  });

  it("when documents of one kind are known to come from others, though one person uploaded both", () => {
    expect(find({ owner: "Noor Haddad" }, { owner: "Kofi Mensah" })).toBeNull();
    expect(find({ sourceUrl: "https://a.example.com" }, { sourceUrl: "https://b.example.org" })).toBeNull();
    expect(find({ product: "Harbourgate" }, { product: "Tidevault", uploadedBy: uploader })).toBeNull();
  });
});
