import { LIMITS } from '@assay/schema/limits.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { DatasetItem, MonitorContent, Sample, ScoreRequest } from '@assay/schema/types.ts';
import { type Anchor, type AnchorSet, DEFAULT_ANCHORS } from '../../core/monitoring/anchor-turn.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { TraceRuleStore } from '../../store/trace-rules.ts';
import { type DatasetLabelNeeds, labelsOfDataset } from '../calibrations/dataset-labels.ts';
import { openDataset, type ReadItemNeeds, readItems } from '../datasets/read-items.ts';
import type { Plan } from '../scoring/plan.ts';
import { type PlanNeeds, planScoring } from '../scoring/plan-scoring.ts';
import { type FrozenNeeds, frozenSamples, frozenVerdicts } from './frozen-verdicts.ts';

export interface AnchorNeeds extends ReadItemNeeds, PlanNeeds, DatasetLabelNeeds, FrozenNeeds {
  traceRules: TraceRuleStore;
}

/** What judges the anchors of a monitor. */
export type JudgedBy = Pick<ScoreRequest, 'suite' | 'scorers'>;

/**
 * Refuses anchors that cannot be judged: without a data set, with too few items, or without a score of
 * the name that the monitor watches.
 *
 * @throws ApiProblem `invalid_request`, `unknown_suite` or `dataset_not_found`
 */
export async function checkAnchors(
  projectId: string,
  content: MonitorContent,
  needs: AnchorNeeds,
): Promise<void> {
  if (content.anchors === undefined) return;
  await anchorPlan(projectId, content, needs);
  await enoughAnchors(projectId, content, needs);
}

/** The anchors of a monitor. @throws ApiProblem also `invalid_request` if they are too few */
export async function enoughAnchors(
  projectId: string,
  content: MonitorContent,
  needs: AnchorNeeds,
): Promise<AnchorSet> {
  const set = await anchorSet(projectId, content, needs);
  const { length } = set.anchors;
  if (length >= LIMITS.leastAnchors) return set;
  const lacking = `and at least ${LIMITS.leastAnchors} are needed`;
  if (content.anchors?.verdicts !== undefined) {
    throw refusal(
      '/anchors/verdicts',
      `finds ${length} verdicts that can be frozen, ${lacking}. They must have a sample, match \`where\`, and be scored by what judges the anchors, with the same fingerprint. Use a wider time range, or create the monitor once there are more`,
    );
  }
  const which = content.anchors?.labels === undefined ? '' : ' with a label of the question';
  throw refusal('/anchors/dataset', `has ${length} items${which}, ${lacking}`);
}

/** How anchors are scored: as the verdicts of the stream are. @throws ApiProblem `invalid_request` or `unknown_suite` */
export async function anchorPlan(
  projectId: string,
  content: MonitorContent,
  needs: AnchorNeeds,
): Promise<{ plan: Plan; judgedBy: JudgedBy }> {
  const judgedBy = await judgedByOf(projectId, content, needs);
  if (judgedBy.suite === undefined && judgedBy.scorers === undefined) {
    throw refusal(
      '/anchors',
      'names neither `suite` nor `scorers`, and `where` names no suite or rule that has them. Name what judges the anchors',
    );
  }
  const plan = await planScoring(judgedBy, projectId, needs);
  const { scorer } = content;
  if (scorer === undefined || plan.scorers.some(({ name }) => name === scorer)) {
    return { plan, judgedBy };
  }
  const names = plan.scorers.map(({ name }) => name).join(', ');
  throw refusal('/anchors', `is judged by ${names}, which has no score named "${scorer}"`);
}

async function judgedByOf(
  projectId: string,
  { anchors = {}, where = {} }: MonitorContent,
  { traceRules }: AnchorNeeds,
): Promise<JudgedBy> {
  const { suite, scorers } = anchors;
  if (suite !== undefined || scorers !== undefined) {
    return { ...(suite !== undefined && { suite }), ...(scorers && { scorers }) };
  }
  if (where.suite !== undefined) return { suite: where.suite };
  const rule = where.rule === undefined ? undefined : await traceRules.find(projectId, where.rule);
  if (rule === undefined) return {};
  const { content } = rule;
  return {
    ...(content.suite !== undefined && { suite: content.suite }),
    ...(content.scorers && { scorers: content.scorers }),
  };
}

/**
 * The anchors of a monitor: as many items as it takes, in an order of chance that is always the same, so
 * that neighbours in the data set are not judged one after the other.
 *
 * @throws ApiProblem `dataset_not_found`, or `invalid_request` for a question without labels
 */
export async function anchorSet(
  projectId: string,
  content: MonitorContent,
  needs: AnchorNeeds,
): Promise<AnchorSet> {
  const {
    dataset: reference = '',
    verdicts,
    limit = DEFAULT_ANCHORS,
    labels,
  } = content.anchors ?? {};
  if (verdicts !== undefined) {
    const { plan } = await anchorPlan(projectId, content, needs);
    const asked = { content, verdicts, plan, limit };
    const anchors = await frozenVerdicts(projectId, asked, needs);
    const batch = 'batch' in verdicts ? verdicts.batch : null;
    return { dataset: null, batch, anchors: shuffled(anchors, '') };
  }
  const { dataset, selection } = await openDataset(projectId, reference, needs);
  const pinned = `${dataset.name}@${dataset.version}`;
  const all: Anchor[] = [];
  if (labels === undefined) {
    for await (const { id } of readItems(selection, needs)) all.push({ id, label: null });
  } else {
    const labelled = await labelsOfDataset(projectId, pinned, labels, needs);
    const ids: string[] = [];
    for await (const records of labelled.source.lines) {
      for (const record of records) ids.push('value' in record ? idOf(record.value) : '');
    }
    for (const [i, { value }] of labelled.labels.entries()) {
      const id = ids[i];
      if (id !== undefined && value !== null) all.push({ id, label: value });
    }
  }
  return { dataset: pinned, batch: null, anchors: shuffled(all, dataset.name).slice(0, limit) };
}

/** In an order of chance that is always the same. */
function shuffled(anchors: readonly Anchor[], seed: string): Anchor[] {
  const order = new Map(anchors.map(({ id }) => [id, sha256Hex(`${seed} ${id}`)]));
  const hashOf = ({ id }: Anchor) => order.get(id) ?? '';
  return anchors.toSorted((one, other) => (hashOf(one) < hashOf(other) ? -1 : 1));
}

function idOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : '';
  return String(id);
}

/** The samples of anchors by their ids, of those that are still there. @param dataset null for frozen verdicts */
export async function anchorSamples(
  projectId: string,
  dataset: string | null,
  ids: readonly string[],
  needs: AnchorNeeds,
): Promise<Map<string, Sample>> {
  if (dataset === null) return frozenSamples(projectId, ids, needs);
  const { selection } = await openDataset(projectId, dataset, needs);
  const found = new Map<string, Sample>();
  for (const id of new Set(ids)) {
    const stored = await needs.datasetItems.find(selection, id);
    if (stored === undefined) continue;
    const item: DatasetItem = JSON.parse(stored.item);
    found.set(id, item.sample);
  }
  return found;
}

function refusal(pointer: string, message: string): ApiProblem {
  return new ApiProblem('invalid_request', { errors: [{ pointer, message }] });
}
