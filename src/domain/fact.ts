// What a document says about itself: each fact with the words it was read from, or who stated it.
import { z } from "zod";
import type { Document, Kind } from "./document.ts";
import { daySchema, kindSchema } from "./document.ts";
import { boxSchema } from "./reading.ts";

const wordsSchema = z.string().trim().min(1).max(300);

/** Every fact with what it may be. Days are ISO calendar days. */
export const factsSchema = z.object({
  title: wordsSchema,
  kind: kindSchema,
  version: wordsSchema.max(40),
  owner: wordsSchema,
  approver: wordsSchema,
  effectiveFrom: daySchema,
  effectiveTo: daySchema,
  capturedAt: daySchema,
  sourceUrl: z.string().trim().min(4).max(2_000),
  periodStart: daySchema,
  periodEnd: daySchema,
});
export type FactName = keyof typeof factsSchema.shape;
export const factNames = Object.keys(factsSchema.shape) as [FactName, ...FactName[]];

/** The words of the document that a fact was read from. */
export const factQuoteSchema = z.object({
  start: z.number().int().nonnegative(),
  end: z.number().int().positive(),
  pageNumber: z.number().int().positive(),
  text: z.string(),
  /** Of its words on the page; empty when the format has no layout, and for facts that were read before it was kept. */
  boxes: z.array(boxSchema).default([]),
});
export type FactQuote = z.infer<typeof factQuoteSchema>;

/** Who read it: the rules of this program, or a model and the prompt it was asked with. */
export const localDescriber = "local-1";

/** A fact as read from the text; without a quote when it follows from the file itself (its format, its name). */
export type ReadFact = { name: FactName; value: string; quote: FactQuote | null; saidBy: string };

/** `read` from words of the file, `seen` in its picture without a word, `stated` by a person or a service. */
export const basisSchema = z.enum(["read", "seen", "stated"]);

export const factSchema = z.object({
  name: z.enum(factNames),
  value: z.string().nullable(),
  quote: factQuoteSchema.nullable(),
  basis: basisSchema,
  /** Which rules, or which model with which prompt, read it; null when it was stated. */
  saidBy: z.string().nullable(),
  /** Who stated it; null when it was read. */
  statedBy: z.string().nullable(),
  statedAt: z.date(),
});
export type Fact = z.infer<typeof factSchema>;

const wanted: Record<Kind, readonly FactName[]> = {
  policy: ["effectiveFrom", "owner", "approver"],
  procedure: ["effectiveFrom", "owner"],
  screenshot: ["capturedAt"],
  record: ["periodStart", "periodEnd"],
  report: ["periodEnd"],
  attestation: ["effectiveFrom"],
};

/** Facts that an auditor will ask of this kind of document and that nobody knows yet. */
export function listMissingFacts(document: Pick<Document, FactName>): FactName[] {
  return document.kind === null ? [] : wanted[document.kind].filter((name) => document[name] === null);
}
