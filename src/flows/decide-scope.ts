// Flow: a person declares which frameworks an organization works for and what does not apply to it.
import type { Context } from "../context.ts";
import { describeUnknownFramework, type Framework, findFramework } from "../domain/catalogue.ts";
import type { Principal } from "../domain/principal.ts";
import {
  applyScope,
  type FrameworkScope,
  findScope,
  findScopeProblem,
  type ScopeChange,
} from "../domain/scope.ts";
import { Fault } from "../fault.ts";
import { appendEntry } from "../store/ledger.ts";
import { insertScopeDecision, listScopeDecisions } from "../store/scopes.ts";

export type ScopedFramework = {
  framework: Framework;
  scope: FrameworkScope;
  /** Requirements that apply. */
  applicableCount: number;
};

/** Every framework there is, with what was declared of it. */
export async function listScope(context: Context, organizationId: string): Promise<ScopedFramework[]> {
  const { catalogue } = await context.getCatalogue(organizationId);
  const decisions = await context.database.asOrganization(organizationId, (sql) => listScopeDecisions(sql));
  return catalogue.frameworks.map((framework) =>
    describe(framework, findScope(framework, decisions, context.clock())),
  );
}

/**
 * Records what a person declares and returns the framework's new scope. Throws Fault `forbidden` for a machine,
 * `not_found` for an unknown framework, `invalid_input` with what to do for a part or requirement that cannot be
 * declared so.
 */
export async function decideScope(
  context: Context,
  principal: Pick<Principal, "id" | "organizationId" | "kind">,
  frameworkId: string,
  change: ScopeChange,
): Promise<ScopedFramework> {
  if (principal.kind !== "person")
    throw new Fault("forbidden", "People decide on scope: this key belongs to a machine.");
  const { organizationId } = principal;
  const { catalogue } = await context.getCatalogue(organizationId);
  const framework = findFramework(catalogue.frameworks, frameworkId);
  if (!framework) throw new Fault("not_found", describeUnknownFramework(catalogue.frameworks, frameworkId));
  const problem = findScopeProblem(framework, change);
  if (problem !== null) throw new Fault("invalid_input", problem);
  return context.database.asOrganization(organizationId, async (sql) => {
    const decidedAt = context.clock();
    const id = context.newId();
    await insertScopeDecision(sql, organizationId, {
      id,
      frameworkId: framework.id,
      change,
      principalId: principal.id,
      decidedAt,
    });
    await appendEntry(sql, {
      organizationId,
      kind: "scope_decided",
      subjectId: id,
      principalId: principal.id,
      at: decidedAt,
      body: { frameworkId: framework.id, ...change },
    });
    return describe(framework, findScope(framework, await listScopeDecisions(sql), decidedAt));
  });
}

function describe(framework: Framework, scope: FrameworkScope): ScopedFramework {
  return { framework, scope, applicableCount: applyScope(framework, scope).requirements.length };
}
