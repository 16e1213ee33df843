// What a run of the crash bench left behind, in a form that can be compared with that of another run.
import { z } from "zod";

export type Outcome = { documents: string[]; claims: string[]; twice: number };

const resultSchema = z.object({
  documents: z.array(z.object({ fileName: z.string(), stage: z.string() })),
  requirements: z.array(
    z.object({
      claims: z.array(
        z.object({
          id: z.string(),
          pointId: z.string(),
          nature: z.string(),
          document: z.string(),
          quotes: z.array(z.object({ start: z.number(), end: z.number() })),
        }),
      ),
    }),
  ),
});

/** @param out what `analyze --json` wrote. */
export function readOutcome(out: string): Outcome {
  const { documents, requirements } = resultSchema.parse(JSON.parse(out));
  const byId = new Map(
    requirements
      .flatMap(({ claims }) => claims)
      .map((claim) => [
        claim.id,
        `${claim.document} ${claim.pointId} ${claim.nature} ${claim.quotes.map(({ start, end }) => `${start}-${end}`).join()}`,
      ]),
  );
  const keys = [...byId.values()].map((claim) => claim.split(" ").slice(0, 3).join(" "));
  return {
    documents: documents.map(({ fileName, stage }) => `${fileName} ${stage}`).toSorted(),
    claims: [...byId.values()].toSorted(),
    twice: keys.length - new Set(keys).size,
  };
}

export function isSame(one: Outcome, other: Outcome): boolean {
  const write = ({ documents, claims }: Outcome) => JSON.stringify([documents, claims]);
  return write(one) === write(other);
}
