// SQL of scope: what people declared of frameworks and requirements; nothing is overwritten.
import type { Sql } from "../db/sql.ts";
import { type ScopeDecision, scopeDecisionSchema } from "../domain/scope.ts";

/** Decisions of the organization in the order in which they were taken. */
export function listScopeDecisions(sql: Sql): Promise<ScopeDecision[]> {
  return sql.list(
    scopeDecisionSchema,
    `select scope_decision.id, framework_id as "frameworkId", change, principal_id as "principalId",
       principal.name as "principalName", decided_at as "decidedAt"
     from scope_decision join principal on principal.id = principal_id order by position`,
  );
}

export function insertScopeDecision(
  sql: Sql,
  organizationId: string,
  { id, frameworkId, change, principalId, decidedAt }: Omit<ScopeDecision, "principalName">,
): Promise<number> {
  return sql.run(
    `insert into scope_decision (id, organization_id, framework_id, change, principal_id, decided_at)
     values ($1, $2, $3, $4, $5, $6)`,
    [id, organizationId, frameworkId, JSON.stringify(change), principalId, decidedAt],
  );
}
