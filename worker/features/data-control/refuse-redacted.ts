import { ApiProblem } from '../../core/problem.ts';
import type { DataTermsNeeds } from './data-terms.ts';

/**
 * For what sends texts to a model by another way than as a sample, where nothing is redacted.
 *
 * @param why a clause that says by which
 * @throws ApiProblem `redaction_unsupported` if the project redacts what models see
 */
export async function refuseRedacted(
  why: string,
  projectId: string,
  { dataSettings }: DataTermsNeeds,
): Promise<void> {
  const { redact } = await dataSettings.get(projectId);
  if (redact?.models === undefined || redact.models.length === 0) return;
  throw new ApiProblem('redaction_unsupported', {
    detail: `${why}, which cannot be redacted. Use POST /v1/score, or stop redacting for models with PUT /v1/project/data-settings.`,
  });
}
