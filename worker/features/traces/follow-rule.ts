import type { RuleVerdicts } from '@assay/schema/types.ts';
import { PAGE_ITEMS } from '../../core/page-from.ts';
import type { RuleVerdictStore } from '../../store/rule-verdicts.ts';
import { findSome } from '../scoring/find-some.ts';
import type { VerdictNeeds } from '../scoring/find-verdicts.ts';
import { getTraceRule, type TraceRuleNeeds } from './rules.ts';

export interface FollowRuleNeeds extends VerdictNeeds, Pick<TraceRuleNeeds, 'traceRules'> {
  ruleVerdicts: RuleVerdictStore;
}

/**
 * Verdicts of a rule after a cursor, in the order in which they were stored; without a cursor the last
 * ones. Those that were deleted meanwhile are left out.
 *
 * @throws ApiProblem `trace_rule_not_found`
 */
export async function followRule(
  projectId: string,
  name: string,
  { after, limit = PAGE_ITEMS }: { after?: string | undefined; limit?: number | undefined },
  needs: FollowRuleNeeds,
): Promise<RuleVerdicts> {
  await getTraceRule(projectId, name, needs);
  const start = after === undefined ? undefined : Number(after);
  const rows = await needs.ruleVerdicts.list(projectId, name, { after: start, limit });
  const items = await findSome(
    projectId,
    rows.map(({ verdictId }) => verdictId),
    needs,
  );
  const hasMore = start !== undefined && rows.length === limit;
  return { items, cursor: String(rows.at(-1)?.seq ?? start ?? 0), hasMore };
}
