import type { MonitorContent } from '@assay/schema/types.ts';
import { LEAST_BASELINE } from '../../core/monitoring/run.ts';
import { ApiProblem } from '../../core/problem.ts';
import {
  addToBaseline,
  type Baseline,
  EMPTY_BASELINE,
} from '../../core/statistics/drift/baseline.ts';
import { batchValues, type StoredValueNeeds, storedVerdicts } from './stored-values.ts';

/**
 * What the stored verdicts that a monitor names as its baseline come to; undefined if it names none.
 *
 * @throws ApiProblem `invalid_request` for too few values, or `batch_not_found`
 */
export async function baselineOf(
  projectId: string,
  content: MonitorContent,
  needs: StoredValueNeeds,
): Promise<Baseline | undefined> {
  const { baseline } = content;
  if (baseline === undefined || 'mean' in baseline || 'first' in baseline) return undefined;
  const { observations } =
    'batch' in baseline
      ? await batchValues(projectId, baseline.batch, content, needs)
      : await storedVerdicts(projectId, content, baseline, needs);
  const values = observations.flatMap(({ value }) => value ?? []);
  if (values.length >= LEAST_BASELINE) return values.reduce(addToBaseline, EMPTY_BASELINE);
  const message = `has ${values.length} values that the monitor watches, and needs at least ${LEAST_BASELINE}. Check \`where\` and \`scorer\`, or use \`{ "first": 200 }\``;
  throw new ApiProblem('invalid_request', { errors: [{ pointer: '/baseline', message }] });
}
