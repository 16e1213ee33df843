// What coverage is asked for: framework, floor and day, as they stand in the address and go to the API.
import { readFloor, usualFloor } from "./framework-choice.tsx";

/** The part of an address that keeps floor and day; empty for the usual ones. */
export function writeQuestion(query: URLSearchParams): string {
  const kept = new URLSearchParams();
  const floor = readFloor(query.get("floor"));
  const asOf = query.get("asOf") ?? "";
  if (floor !== usualFloor) kept.set("floor", floor);
  if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) kept.set("asOf", asOf);
  const text = kept.toString();
  return text === "" ? "" : `?${text}`;
}

export function writeRequirementPath(framework: string, requirementId: string, question: string): string {
  return `/coverage/${encodeURIComponent(framework)}/${encodeURIComponent(requirementId)}${question}`;
}

/** Back to the map of a framework, at the requirement that somebody came from. */
export function writeMapPath(framework: string, requirementId: string, question: string): string {
  const query = new URLSearchParams(question);
  query.set("framework", framework);
  query.set("at", requirementId);
  return `/coverage?${query}`;
}
