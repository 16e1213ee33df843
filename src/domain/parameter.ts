// The named parameters of controls: what a quantity is a quantity of, told by the words around it.
import { accessParameters, signInParameters } from "./parameter-access.ts";
import { governanceParameters } from "./parameter-governance.ts";
import { operationsParameters, secrecyParameters } from "./parameter-operations.ts";
import type { Unit } from "./quantity.ts";

export type Parameter = {
  name: string;
  unit: Unit;
  /** All of them stand in the clause of the quantity, or in its sentence. */
  says: readonly RegExp[];
  /** Stands in the sentence, or in the headings and the title above it. */
  of: RegExp;
  not?: RegExp;
  /** Only what recurs ("every quarter"), or only what does not ("within 30 days"). */
  isRecurring?: boolean;
  /** The stronger practice has more of it, or less; null when the words of the rule have to say. */
  stronger: "more" | "less" | null;
  /** The words of the points that it belongs to. */
  about: RegExp;
  /** Subjects are many (kinds of data): the words beside the quantity have to be the same as well. */
  isManifold?: boolean;
  /** Columns of a record between whose days the time is counted. */
  columns?: { from: RegExp; to: RegExp };
};

/** In this order: the first one that fits is meant. */
export const parameters: readonly Parameter[] = [
  ...signInParameters,
  ...accessParameters,
  ...operationsParameters,
  ...secrecyParameters,
  ...governanceParameters,
];
