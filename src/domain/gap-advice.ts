// What closes a gap fastest for an organization, composed from the catalogue and from what the organization has.
import type { Point } from "./catalogue.ts";
import { type Kind, kinds, listProvableNatures, type Nature } from "./document.ts";
import { shorten } from "./flaw.ts";
import { isAtLeast } from "./grade.ts";
import type { HeldEvidence, Shortfall } from "./held-evidence.ts";

/** What is to be done, the least work first: a person looks at what is there, a file is renewed, a new one is made. */
export const efforts = ["review", "renew", "upload"] as const;
export type Effort = (typeof efforts)[number];

export type Advice = {
  effort: Effort;
  kind: Kind;
  advice: string;
  owner: string | null;
  /** Documents that the advice speaks of. */
  documentIds: string[];
  example: string;
};

/** How long it takes to get one, roughly in days; what comes from outside takes longest. */
const days: Record<Kind, number> = {
  screenshot: 1,
  record: 2,
  procedure: 3,
  policy: 4,
  attestation: 5,
  report: 10,
};
/** A kind that the organization uploads already is known work. */
const daysSavedByHabit = 2;
const ownerLimit = 80;

/** Kinds of evidence that can prove the point, in the order of the catalogue; never empty. */
export function listClosingKinds({ evidence, nature }: Pick<Point, "evidence" | "nature">): Kind[] {
  const told = kinds.filter((kind) => evidence[kind] !== undefined && isProof(kind, nature));
  return told.length > 0 ? told : kinds.filter((kind) => isProof(kind, nature)).slice(0, 1);
}

function isProof(kind: Kind, nature: Nature): boolean {
  return listProvableNatures(kind).includes(nature);
}

/** A screen shows its instant: of what is done again and again another one is soon needed. */
const daysToRepeat = 2;

/** The kind that is there soonest. @param used kinds that the organization uploads. */
export function pickKind(
  point: Pick<Point, "evidence" | "nature" | "frequency">,
  used: ReadonlySet<Kind>,
): Kind {
  const isRepeated = point.frequency !== "continuous";
  const cost = (kind: Kind) =>
    days[kind] -
    (used.has(kind) ? daysSavedByHabit : 0) +
    (kind === "screenshot" && isRepeated ? daysToRepeat : 0);
  const [first = "record"] = listClosingKinds(point).toSorted((a, b) => cost(a) - cost(b));
  return first;
}

/** What a good file shows: a passage of the catalogue that reads like that kind, else its description of the kind. */
export function pickExample(
  { examples, evidence }: Pick<Point, "examples" | "evidence">,
  kind: Kind,
): string {
  // Words that stand apart are the labels and values of a screen.
  const isScreen = (text: string) => /\S {2,}\S/.test(text);
  const fitting = examples.find((text) => isScreen(text) === (kind === "screenshot"));
  return fitting ?? evidence[kind] ?? examples[0] ?? "What was done, when and by whom.";
}

export function composeAdvice(point: Point, held: readonly HeldEvidence[], used: ReadonlySet<Kind>): Advice {
  const own = held.filter(({ pointId }) => pointId === point.id);
  const has = (one: HeldEvidence, ...wanted: Shortfall[]) =>
    one.shortfalls.some((shortfall) => wanted.includes(shortfall));
  const proving = own.filter((one) => !has(one, "contradicts", "partly", "design_only", "operation_only"));
  const fresh = proving.find((one) => !has(one, "stale"));
  const lead = fresh ?? proving[0] ?? own[0] ?? null;
  const effort = fresh ? "review" : proving.length > 0 ? "renew" : "upload";
  const usable = effort !== "upload" && lead?.kind && isProof(lead.kind, point.nature) ? lead.kind : null;
  const kind = usable ?? pickKind(point, used);
  const opposed = own.find((one) => has(one, "contradicts")) ?? null;
  // What only may speak for a neighbouring point says too little about who has this.
  const owning =
    [lead, ...own, ...held.filter(({ grade }) => isAtLeast(grade, "inferred"))].find((one) => one?.owner) ??
    null;
  const owner = owning?.owner ? shorten(owning.owner, ownerLimit) : null;
  const asked = effort === "review" ? null : owning;
  const spoken = [lead, effort === "review" && lead && has(lead, "contradicted") ? opposed : null, asked];
  return {
    effort,
    kind,
    advice: [
      effort === "review" && lead ? describeReview(lead, opposed) : describeUpload(point, kind, effort, lead),
      asked && owner ? ` ${owner}, who owns ${nameFile(asked)}, ${guess(asked, point)}.` : "",
    ].join(""),
    owner,
    documentIds: [...new Set(spoken.flatMap((one) => one?.documentId ?? []))],
    example: pickExample(point, kind),
  };
}

function guess(asked: HeldEvidence, point: Point): string {
  return asked.pointId === point.id ? "probably has it" : "may know who has it";
}

function nameFile({ fileName }: HeldEvidence): string {
  return `“${shorten(fileName, 60)}”`;
}

function describeReview(lead: HeldEvidence, opposed: HeldEvidence | null): string {
  const file = nameFile(lead);
  const [first] = lead.shortfalls;
  switch (first) {
    case "contradicted":
      return `${file} shows it, ${opposed ? nameFile(opposed) : "another document"} the opposite: a reviewer decides which of them holds.`;
    case "not_yet_valid":
      return `${file} shows it from a later day on: nothing is lacking then, if its dates are right.`;
    case "point_changed":
      return `${file} showed it when the point had other words: a reviewer has to look at it again.`;
    case "unconfirmed":
      return `A reviewer approved ${file}; a second person's confirmation is all that lacks.`;
    case "unseen":
      return `${file} shows it, as the machine infers; a reviewer's approval would count.`;
    default:
      return `${file} may show it, but the analyser is not sure: review it first.`;
  }
}

function describeUpload(point: Point, kind: Kind, effort: Effort, lead: HeldEvidence | null): string {
  const shows = point.evidence[kind] ?? "what was done, when and by whom.";
  if (effort === "renew" && lead) {
    const until = lead.validUntil === null ? "" : ` until ${lead.validUntil}`;
    return `${nameFile(lead)} showed it${until}, and is out of date now. Upload a newer ${kind}: ${shows}`;
  }
  return `${describeStart(lead)}Upload ${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}: ${shows}`;
}

function describeStart(lead: HeldEvidence | null): string {
  if (!lead) return "";
  const file = nameFile(lead);
  switch (lead.shortfalls[0]) {
    case "contradicts":
      return `${file} shows the opposite: put that right first. `;
    case "design_only":
      return `The rule is written down in ${file}; nothing shows it is carried out yet. `;
    case "operation_only":
      return `${file} shows that it is done; the rule itself is not written down. `;
    case "partly":
      return `${file} shows a part of it. `;
    default:
      return "";
  }
}
