// Parts of a framework: what an organization takes or leaves as a whole.
import type { Part } from "./catalogue.ts";

/** The parts that a group of requirements belongs to. A part names groups, or what their numbers start with. */
export function listPartsOf(parts: readonly Part[], group: string): Part[] {
  return parts.filter(({ groups }) => groups.some((one) => group === one || group.startsWith(`${one}.`)));
}
