// Scope: which frameworks an organization works for, which parts of them, and what does not apply to it.
import { z } from "zod";
import type { Framework } from "./catalogue.ts";
import { listPartsOf } from "./parts.ts";

/** What a person declared. Nothing is overwritten: the newest word before a moment counts at that moment. */
export const scopeChangeSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("framework"),
    isChosen: z.boolean(),
    /** Parts that are taken; those that are always in are not named. */
    parts: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal("requirement"),
    requirementId: z.string().min(1),
    isApplicable: z.boolean(),
    justification: z.string().trim().min(10).max(2000).nullable(),
  }),
]);
export type ScopeChange = z.infer<typeof scopeChangeSchema>;

export const scopeDecisionSchema = z.object({
  id: z.uuid(),
  frameworkId: z.string(),
  change: scopeChangeSchema,
  principalId: z.uuid(),
  principalName: z.string(),
  decidedAt: z.date(),
});
export type ScopeDecision = z.infer<typeof scopeDecisionSchema>;

export type Word = { justification: string | null; principalName: string; decidedAt: Date };

export type FrameworkScope = {
  /** Null while nobody has chosen: then everything in the framework is in scope. */
  isChosen: boolean | null;
  /** Ids of the parts that are in scope; null when the framework has no parts. */
  parts: string[] | null;
  /** Requirements that a person declared not applicable. */
  excluded: ReadonlyMap<string, Word>;
  /** Requirements of which a person said why they apply. */
  included: ReadonlyMap<string, Word>;
};

/** The scope of one framework at a moment. Pure: the same decisions give the same scope for any `asOf`. */
export function findScope(
  framework: Framework,
  decisions: readonly ScopeDecision[],
  asOf: Date,
): FrameworkScope {
  const said = decisions
    .filter((one) => one.frameworkId === framework.id && one.decidedAt <= asOf)
    .toSorted((a, b) => a.decidedAt.getTime() - b.decidedAt.getTime());
  const excluded = new Map<string, Word>();
  const included = new Map<string, Word>();
  let choice: Extract<ScopeChange, { kind: "framework" }> | null = null;
  for (const { change, principalName, decidedAt } of said) {
    if (change.kind === "framework") {
      choice = change;
      continue;
    }
    excluded.delete(change.requirementId);
    included.delete(change.requirementId);
    (change.isApplicable ? included : excluded).set(change.requirementId, {
      justification: change.justification,
      principalName,
      decidedAt,
    });
  }
  return {
    isChosen: choice?.isChosen ?? null,
    parts: framework.parts ? listChosenParts(framework.parts, choice) : null,
    excluded,
    included,
  };
}

function listChosenParts(
  parts: NonNullable<Framework["parts"]>,
  choice: { parts: readonly string[] } | null,
): string[] {
  return parts
    .filter((part) => part.isAlways || choice === null || choice.parts.includes(part.id))
    .map((part) => part.id);
}

/** Whether a requirement belongs to a part in scope; what is excluded within it is another question. */
export function isInParts(framework: Framework, scope: FrameworkScope, group: string): boolean {
  if (!framework.parts || scope.parts === null) return true;
  return listPartsOf(framework.parts, group).some(({ id }) => scope.parts?.includes(id));
}

/** The framework with only those requirements that apply to the organization. */
export function applyScope(framework: Framework, scope: FrameworkScope): Framework {
  return {
    ...framework,
    requirements: framework.requirements.filter(
      ({ id, group }) => isInParts(framework, scope, group) && !scope.excluded.has(id),
    ),
  };
}

/** Why a change cannot be made, in words for the person who asked for it; null when it can. */
export function findScopeProblem(framework: Framework, change: ScopeChange): string | null {
  if (change.kind === "framework") {
    const parts = framework.parts ?? [];
    const unknown = change.parts.find((id) => !parts.some((part) => part.id === id));
    if (unknown === undefined) return null;
    const known =
      parts.length > 0 ? `Its parts are: ${parts.map(({ id }) => id).join(", ")}.` : "It has none.";
    return `${framework.id} has no part "${unknown}". ${known}`;
  }
  const requirement = framework.requirements.find(({ id }) => id === change.requirementId);
  if (!requirement) return `${framework.id} has no requirement "${change.requirementId}".`;
  if (change.isApplicable) return null;
  if (change.justification === null)
    return "Say why it does not apply: a justification of at least ten letters is needed.";
  const fixed = listPartsOf(framework.parts ?? [], requirement.group).find(({ isFixed }) => isFixed);
  return fixed
    ? `${requirement.id} belongs to "${fixed.title}", which applies to every organization: it cannot be left out.`
    : null;
}

/**
 * What the organization chose, or everything that nobody put aside while it chose nothing, with what applies of each;
 * and the framework that is asked for in any case.
 */
export function listInScope(
  frameworks: readonly Framework[],
  decisions: readonly ScopeDecision[],
  asOf: Date,
  askedId: string | null = null,
): { frameworks: Framework[]; isScopeChosen: boolean } {
  const scoped = frameworks.map((framework) => ({ framework, scope: findScope(framework, decisions, asOf) }));
  const isScopeChosen = scoped.some(({ scope }) => scope.isChosen === true);
  const counted = scoped.filter(({ framework, scope }) => {
    if (framework.id === askedId) return true;
    return isScopeChosen ? scope.isChosen === true : scope.isChosen !== false;
  });
  return { frameworks: counted.map(({ framework, scope }) => applyScope(framework, scope)), isScopeChosen };
}
