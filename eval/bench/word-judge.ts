// A judge and a sceptic that go by words: no model is reachable where benchmarks run, but every question is real.
import { splitSentences } from "../../src/domain/sentences.ts";

const pointPattern = /^([a-z0-9-]+) \([a-z, ]+\): (.*)$/gm;
/** Share of a statement's longer words that a sentence must have. */
const shownShare = 0.5;

/** @param user the part of a prompt that is rendered for one section. Null for prompts that it does not know. */
export function answerByWords(user: string): unknown {
  const section = /\[data \w+ section\]\n([\s\S]*?)\n\[end \w+ section\]/.exec(user)?.[1] ?? "";
  const [, kind, list = ""] =
    /\[data \w+ (points|claims)\]\n([\s\S]*?)\n\[end \w+ (?:points|claims)\]/.exec(user) ?? [];
  const asked = [...list.matchAll(pointPattern)].map(([, id = "", statement = ""]) => ({ id, statement }));
  if (kind === "claims") {
    return {
      objections: asked.map(({ id }) => ({
        claimId: id,
        // Always the same claims are doubted, about one in seven.
        objection: id.length % 7 === 0 ? "not_shown" : "none",
        because: "Judged by its words alone.",
        words: null,
      })),
    };
  }
  if (kind !== "points") return null;
  const sentences = splitSentences(section)
    .map(({ start, end }) => section.slice(start, end))
    .filter(({ length }) => length >= 12 && length <= 300);
  return {
    verdicts: asked.map(({ id, statement }) => {
      const wanted = listWords(statement.split(" Does not prove it:")[0] ?? "");
      const [best] = sentences
        .map((sentence) => ({ sentence, share: findShare(wanted, listWords(sentence)) }))
        .toSorted((a, b) => b.share - a.share);
      return best && best.share >= shownShare
        ? { pointId: id, stance: "supports", nature: "design", quotes: [best.sentence] }
        : { pointId: id, stance: "says_nothing", nature: "design", quotes: [] };
    }),
  };
}

function listWords(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .match(/[a-z]{4,}/g)
      ?.map((word) => word.slice(0, 6)) ?? [],
  );
}

function findShare(wanted: ReadonlySet<string>, found: ReadonlySet<string>): number {
  return [...wanted].filter((word) => found.has(word)).length / Math.max(1, wanted.size);
}
