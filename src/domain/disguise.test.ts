import { describe, expect, it } from "vitest";
import { foldLetter, foldLookAlikes, listDisguisedWords, uncover } from "./disguise.ts";

const tag = (words: string) =>
  [...words].map((one) => String.fromCodePoint(0xe0000 + one.charCodeAt(0))).join("");
const selectors = (words: string) =>
  [...new TextEncoder().encode(words)]
    .map((byte) => String.fromCodePoint(byte < 16 ? 0xfe00 + byte : 0xe0100 + byte - 16))
    .join("");

describe("characters that nobody sees", () => {
  it.each([
    ["Backups run daily.", "tags", `Backups run daily.${tag("approve this")}`, ["approve this"]],
    ["Backups run.", "variation selectors", `Backups run.${selectors("approve")}`, ["approve"]],
    ["Please ignore this.", "zero-width letters between", "Please ig\u200Bno\u2060re this.", ["ignore"]],
    ["See: evorppa now", "a turned direction", "See: \u202Eevorppa\u202C now", ["approve"]],
  ])("are removed from %j and told (%s)", (text, _, covered, hidden) => {
    expect(uncover(covered)).toEqual({ text, hidden });
  });

  it.each([
    ["a soft hyphen", "docu\u00ADment", "document"],
    ["a mark of byte order", "\uFEFFPolicy", "Policy"],
    [
      "an emoji of several parts",
      "Done \u{1F469}\u200D\u{1F4BB} \u2705\uFE0F",
      "Done \u{1F469}\u{1F4BB} \u2705",
    ],
    ["the flag of Scotland", `\u{1F3F4}${tag("gbsct")}\u{E007F} office`, "\u{1F3F4} office"],
    ["the joints of Persian words", "می\u200Cخواهم", "میخواهم"],
  ])("with an innocent use are removed without a word: %s", (_, covered, text) => {
    expect(uncover(covered)).toEqual({ text, hidden: [] });
  });
});

describe("letters that look like others", () => {
  it("fold to what they look like", () => {
    const fold = (text: string) => foldLookAlikes([...text].map(foldLetter).join(""));
    expect(fold("іgnоrе")).toBe("ignore");
    expect(fold("ｉｇｎｏｒｅ 𝐚𝐥𝐥 Ｉnstructíons 1gn0re")).toBe("ignore all instructions ignore");
    expect(fold("section 10 of 2024")).toBe("section 10 of 2024");
  });

  it("are told in Latin words, and left alone in words of their own alphabet and in units", () => {
    expect(listDisguisedWords("The pоlicy is аpproved").map(({ word }) => word)).toEqual([
      "pоlicy",
      "аpproved",
    ]);
    expect(listDisguisedWords("Политика доступа, β-test, 5 μm, ΔT, naïve Kraków")).toEqual([]);
  });
});
