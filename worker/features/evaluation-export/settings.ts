import type { EvaluationExport, EvaluationExportInput } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { ApiProblem } from '../../core/problem.ts';
import type {
  EvaluationTargetStore,
  StoredEvaluationTarget,
} from '../../store/evaluation-targets.ts';
import { openSecret, sealSecret } from '../webhooks/sealed-secret.ts';
import { targetFault } from '../webhooks/targets.ts';
import type { EvaluationTargets } from './evaluation-targets.ts';

export interface EvaluationSettingsNeeds {
  evaluationTargetStore: EvaluationTargetStore;
  evaluationTargets: EvaluationTargets;
  config: Config;
  nowMs(): number;
}

const PLACE = 'evaluation-export';

/** @throws ApiProblem `evaluation_export_not_found` */
export async function getEvaluationExport(
  projectId: string,
  { evaluationTargetStore }: Pick<EvaluationSettingsNeeds, 'evaluationTargetStore'>,
): Promise<EvaluationExport> {
  const stored = await evaluationTargetStore.find(projectId);
  if (stored === undefined) throw new ApiProblem('evaluation_export_not_found');
  return toExport(stored);
}

/**
 * Sets where verdicts of live traces are sent from now on. Headers that are not given again are gone.
 *
 * @throws ApiProblem `invalid_request` for an address that is not public, or `webhooks_unconfigured`
 */
export async function putEvaluationExport(
  projectId: string,
  { url, headers = {}, encoding = 'protobuf' }: EvaluationExportInput,
  needs: EvaluationSettingsNeeds,
): Promise<EvaluationExport> {
  const fault = targetFault(url, needs.config);
  if (fault !== undefined) {
    throw new ApiProblem('invalid_request', { errors: [{ pointer: '/url', message: fault }] });
  }
  const names = Object.keys(headers);
  const place = { projectId, place: PLACE };
  const stored: StoredEvaluationTarget = {
    ...{ projectId, url, encoding, headerNames: JSON.stringify(names) },
    headers:
      names.length === 0 ? null : await sealSecret(place, JSON.stringify(headers), needs.config),
    updatedAtMs: needs.nowMs(),
  };
  await needs.evaluationTargetStore.put(stored);
  needs.evaluationTargets.forget(projectId);
  return toExport(stored);
}

/** Ends sending; what waits is dropped. @throws ApiProblem `evaluation_export_not_found` */
export async function deleteEvaluationExport(
  projectId: string,
  needs: EvaluationSettingsNeeds,
): Promise<void> {
  await getEvaluationExport(projectId, needs);
  await needs.evaluationTargetStore.remove(projectId);
  needs.evaluationTargets.forget(projectId);
}

/** The headers of requests, decrypted. @throws Error if they were sealed with another ASSAY_WEBHOOK_KEY */
export async function headersOf(
  { projectId, headers }: StoredEvaluationTarget,
  config: Config,
): Promise<Record<string, string>> {
  if (headers === null) return {};
  return JSON.parse(await openSecret({ projectId, place: PLACE }, headers, config));
}

function toExport({
  url,
  encoding,
  headerNames,
  updatedAtMs,
}: StoredEvaluationTarget): EvaluationExport {
  const updatedAt = new Date(updatedAtMs).toISOString();
  return { url, headers: JSON.parse(headerNames), encoding, updatedAt };
}
