// What a model says of a document, and what of it holds: facts whose words are there and whose value is in their words.
import { z } from "zod";
import { listDays } from "./dates.ts";
import { hasKindWord } from "./description.ts";
import { daySchema, kindSchema } from "./document.ts";
import type { Excerpt } from "./excerpt.ts";
import { type FactName, type FactQuote, factNames, factsSchema, type ReadFact } from "./fact.ts";
import { findWebAddress } from "./labels.ts";
import type { Reading } from "./reading.ts";
import {
  type DropReason,
  findLine,
  holdsValue,
  listReadings,
  openTies,
  speaksToAnalyser,
  type Ties,
} from "./tie.ts";

/** The reply to the prompt `describe-document`. */
export const documentReplySchema = z.object({
  facts: z.array(z.object({ name: z.enum(factNames), value: z.string(), words: z.string() })),
});
export type DocumentReply = z.infer<typeof documentReplySchema>;
type Said = DocumentReply["facts"][number];

/** More than twice as many facts as there are names are not looked at. */
const mostFacts = 2 * factNames.length;

export type TiedFacts = { facts: ReadFact[]; dropped: DropReason[] };

/** At most one fact of each name. @param saidBy the model and the prompt. */
export function tieDocumentFacts(
  reading: Reading,
  excerpt: Excerpt,
  reply: DocumentReply,
  upload: { uploadedAt: Date },
  saidBy: string,
): TiedFacts {
  const ties = openTies(reading, excerpt);
  const facts: ReadFact[] = [];
  const dropped: DropReason[] = [];
  for (const said of reply.facts.slice(0, mostFacts)) {
    const tied = facts.some(({ name }) => name === said.name)
      ? "said_twice"
      : tieFact(reading, ties, said, upload);
    if (typeof tied === "string") dropped.push(tied);
    else facts.push({ ...tied, saidBy });
  }
  return { facts, dropped };
}

function tieFact(
  reading: Reading,
  ties: Ties,
  { name, value, words }: Said,
  { uploadedAt }: { uploadedAt: Date },
): Omit<ReadFact, "saidBy"> | DropReason {
  const parsed = factsSchema.shape[name].safeParse(value);
  if (!parsed.success || (parsed.data.length < 2 && name !== "version") || saysNothing.test(parsed.data))
    return "no_value";
  const quote = ties.find(words);
  if (!quote || quote.text.length > 400) return "words_not_found";
  if (speaksToAnalyser(reading.text, quote)) return "instruction";
  const latest = name === "capturedAt" ? uploadedAt : null;
  if (!followsFrom(name, parsed.data, quote, latest)) return "value_not_in_words";
  if (name === "approver" && isOnlyWanted(reading.text, quote, parsed.data)) return "value_not_in_words";
  return { name, value: parsed.data, quote };
}

/** "Must be approved by the CISO", "not approved by Ada": who is to approve has not approved. */
const wantedOnly =
  /\b(?:not|never|to be|must be|will be|shall be|should be|needs?|requires?|pending)\b[^\n.;]*$/i;

function isOnlyWanted(text: string, { start, end }: FactQuote, value: string): boolean {
  const line = findLine(text, { start, end });
  const before = text.slice(Math.max(line.start, start - 60), start);
  const words = text.slice(start, end);
  const at = words.toLowerCase().indexOf(value.toLowerCase());
  return wantedOnly.test(`${before}${words.slice(0, Math.max(0, at))}`);
}

const saysNothing = /^(?:[<[{(].*[>\]})]|tbd|tba|n\/?a|none|unknown|null|-+|\.+|x{2,})$/i;

/** Words that say something else of a day than the fact's name does, unless they say that too. */
const otherDay: Partial<Record<FactName, { own: RegExp; other: RegExp }>> = {
  effectiveFrom: {
    own: /effective|in force|valid from|applies|approved|issued|published|adopted/i,
    other: /next|review|expir|until|due|print|superseded/i,
  },
  effectiveTo: { own: /until|expir|ends?\b|valid|review|through|to\b/i, other: /print|approved|issued/i },
};

/** Whether a value is in its words: a day as a day that they name, a kind by a word for it, all else literally. */
function followsFrom(name: FactName, value: string, { text }: FactQuote, latest: Date | null): boolean {
  if (name === "kind") return value !== "screenshot" && hasKindWord(kindSchema.parse(value), text);
  if (name === "sourceUrl") return findWebAddress(value)?.value === value && text.includes(value);
  if (name === "version") return /\d/.test(value) && holdsValue(text, value);
  if (factsSchema.shape[name] !== daySchema) return holdsValue(text, value);
  const { own, other } = otherDay[name] ?? {};
  if (other?.test(text) && !own?.test(text)) return false;
  if (latest !== null && value > latest.toISOString().slice(0, 10)) return false;
  return listReadings(text).some((one) => listDays(one).includes(value));
}
