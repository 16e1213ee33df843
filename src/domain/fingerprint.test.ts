import { describe, expect, it } from "vitest";
import { buildFingerprint, isLargelySame } from "./fingerprint.ts";
import { writeWords } from "./fixtures/subjects.fixture.ts";

const write = (seed: string, sentences: number) =>
  Array.from({ length: sentences }, (_, index) => `${writeWords(`${seed} ${index}`)}.`).join(" ");
const policy = write("policy", 40);
const isSame = (one: string, other: string) => isLargelySame(buildFingerprint(one), buildFingerprint(other));

describe("the fingerprint of a document", () => {
  it("is the same for the same words for ever, and small", () => {
    const found = buildFingerprint("All staff sign in with a second factor.");
    expect(found).toHaveLength(16);
    expect(found.slice(0, 3)).toEqual([-2126978080, -2044813965, -1782552064]);
    expect(buildFingerprint(policy)).toHaveLength(128);
    expect(buildFingerprint(policy.toUpperCase().replaceAll(" ", "\n"))).toEqual(buildFingerprint(policy));
    expect(buildFingerprint("Too short.")).toEqual([]);
  });

  it("knows a policy that was pasted into a wiki export seven times its size", () => {
    const wiki = `${write("before", 140)} ${policy} ${write("after", 140)}`;
    expect([isSame(policy, wiki), isSame(wiki, policy)]).toEqual([true, true]);
  });

  it("tells documents apart that share nothing, or one section", () => {
    expect(isSame(policy, write("procedure", 40))).toBe(false);
    expect(isSame(policy, `${write("procedure", 40)} ${write("policy", 6)}`)).toBe(false);
  });

  it("says nothing of texts that are too short", () => {
    expect(isSame("MFA: enabled", "MFA: enabled")).toBe(false);
  });
});
