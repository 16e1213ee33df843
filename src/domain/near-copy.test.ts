import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { align, measureContainment } from "./alignment.ts";
import { isNearCopy } from "./near-copy.ts";

const policy =
  "All staff of Lanternfish sign in with a second factor, a security key or an authenticator app, before they reach production systems. The rule was last reviewed on 12 March 2026.";
const isCopy = (one: string, other: string) => isNearCopy([{ text: one }], [{ text: other }]);

/** Wrong letters, the same ones every time. */
function misread(text: string, share: number): string {
  let state = 7;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return [...text]
    .map((letter) => (next() < share ? String.fromCharCode(97 + Math.floor(next() * 26)) : letter))
    .join("");
}

describe("a near copy", () => {
  it("is the same text in other white space, case, punctuation, hyphenation and ligatures", () => {
    expect(isCopy(policy, policy.toUpperCase().replaceAll(" ", "\n"))).toBe(true);
    expect(isCopy(policy, policy.replace("authenticator", "authen-\nticator").replace(/[,.]/g, " ;"))).toBe(
      true,
    );
    expect(isCopy("The office network is filtered at first.", "The ofﬁce network is ﬁltered at ﬁrst.")).toBe(
      true,
    );
  });

  it("is the same text read by OCR with up to 12 % wrong letters", () => {
    for (const share of [0.01, 0.03, 0.06, 0.09, 0.12])
      expect(isCopy(policy, misread(policy, share))).toBe(true);
    expect(isCopy(policy, misread(policy, 0.6))).toBe(false);
  });

  it("is the same text with another date and the name of another company", () => {
    const other = policy.replace("Lanternfish", "Northwind Holdings").replace("12 March 2026", "1 July 2025");
    expect(isCopy(policy, other)).toBe(true);
  });

  it("is a part of a longer quote, and a quote that holds it", () => {
    const part = policy.slice(0, 90);
    expect([isCopy(policy, part), isCopy(part, policy)]).toEqual([true, true]);
  });

  it("is not another text on the same matter", () => {
    for (const other of [
      "Every employee has to confirm each login to the admin console on a phone or with a hardware token.",
      "MFA for staff: enforced | Methods: security key, authenticator app | Last change: 12 March 2026",
      "Production access needs a VPN, a managed laptop and a ticket approved by the platform lead.",
    ])
      expect(isCopy(policy, other)).toBe(false);
  });

  it("is no claim of which most words are its own, though it repeats a sentence of the other", () => {
    const own = {
      text: "In June all 214 accounts were listed and each owner confirmed the key that is enrolled for it, as the ticket shows; eleven accounts were closed because nobody had used them since the last quarter began.",
    };
    const repeated = { text: policy.slice(0, 60) };
    expect(isNearCopy([{ text: policy }], [repeated, own])).toBe(false);
    expect(isNearCopy([{ text: policy }], [repeated])).toBe(true);
  });

  it("is one whichever of the two is asked first", () => {
    const text = fc.string({ minLength: 12, maxLength: 80, unit: "grapheme-ascii" });
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), fc.array(text, { minLength: 1 }), (a, b) => {
        const [one, other] = [a.map((words) => ({ text: words })), b.map((words) => ({ text: words }))];
        return isNearCopy(one, other) === isNearCopy(structuredClone(other), structuredClone(one));
      }),
    );
  });
});

describe("the share of a text that another one holds", () => {
  /** The textbook table, without bits. */
  function countSlowly(shorter: string, longer: string): number {
    let row = Array.from({ length: longer.length + 1 }, () => 0);
    for (let i = 1; i <= shorter.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= longer.length; j += 1) {
        const step = shorter[i - 1] === longer[j - 1] ? 0 : 1;
        next[j] = Math.min((row[j - 1] ?? 0) + step, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      }
      row = next;
    }
    return Math.min(...row);
  }

  it("is what the slow table finds, over all lengths of blocks", () => {
    const letters = (maxLength: number) =>
      fc.array(fc.constantFrom("a", "b", "c"), { minLength: 1, maxLength }).map((all) => all.join(""));
    fc.assert(
      fc.property(letters(140), letters(140), (one, other) => {
        const [shorter, longer] = one.length <= other.length ? [one, other] : [other, one];
        const expected = 1 - countSlowly(shorter, longer) / shorter.length;
        expect(measureContainment(align(one), align(other))).toBeCloseTo(expected, 9);
      }),
      { numRuns: 400 },
    );
  });
});
