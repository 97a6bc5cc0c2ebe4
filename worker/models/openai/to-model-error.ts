import type { ScoreErrorCode } from '@assay/schema/errors.ts';
import { ModelError, type ModelErrorDetails } from '../provider.ts';
import type { Complaint } from './complaint.ts';

const TOO_LONG =
  /context.?(?:length|size|window)|exceed_context|too (?:long|large|many tokens)|max_tokens must be at least 1|reduce (?:the|your) (?:length|message|prompt)|n_ctx/;
const NO_QUOTA =
  /insufficient_quota|insufficient (?:balance|credits?|funds|quota)|credit balance|exceeded your current quota|billing_(?:hard_limit|not_active)|out of credits|not enough credits|payment required|spend(?:ing)? limit|quota exhausted|arrearage/;
const FILTERED =
  /content.?(?:filter|policy|management)|responsibleai|safety|data_inspection_failed|inappropriate content|moderation|prohibited_content|recitation|blocked by/;
/** Whether this one generation failed, as Groq says: the same call may succeed. */
export function isFailedGeneration({ text }: Complaint): boolean {
  return /json_validate_failed|failed to (?:validate|generate) json/.test(text);
}

const KEY =
  /api.?key|credential|unauthenticated|authentication|unauthorized|invalid token|access token/;
const NO_MODEL =
  /model_not_found|model.{0,80}(?:does not exist|not found|not exist)|no such model|unknown model/;

/**
 * The error that a complaint comes to, when nothing was left to adapt.
 *
 * @param quote what may be shown of the server's own words; empty for nothing
 */
export function toModelError(name: string, complaint: Complaint, quote: string): ModelError {
  const { status, text, retryAfterMs } = complaint;
  const fail = (code: ScoreErrorCode, what: string, details: ModelErrorDetails = {}) =>
    new ModelError(code, `${name} ${what}.${quote && ` Its message: “${quote}”`}`, {
      status,
      ...details,
    });
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };

  const isQuota =
    /insufficient_quota/.test(text) || (NO_QUOTA.test(text) && retryAfterMs === undefined);
  if (isFailedGeneration(complaint))
    return fail('judge_output_invalid', 'returned no JSON, even after a retry');
  if (status === 402 || (isQuota && status < 500)) {
    return fail('judge_quota_exhausted', 'has no quota left for this key');
  }
  if (status === 429 || (status === 413 && /rate_limit|tokens per min/.test(text))) {
    return fail('judge_rate_limited', 'limits the rate of calls', { isTransient: true, ...wait });
  }
  if (FILTERED.test(text) && status < 500)
    return fail('judge_refused', 'declined to judge this sample');
  if (status === 413 || TOO_LONG.test(text)) {
    return fail(
      'judge_input_too_large',
      'rejected the sample because it exceeds the model’s context window',
    );
  }
  if (status >= 500 || status === 408 || status === 409 || status === 425) {
    return fail('judge_unavailable', `answered ${status}`, {
      isTransient: status !== 501,
      ...wait,
    });
  }
  return fail('judge_rejected', `answered ${status}${hintOf(status, text)}`);
}

function hintOf(status: number, text: string): string {
  if (status === 401 || KEY.test(text)) return ': check its API key';
  if (status === 404 || NO_MODEL.test(text)) return ': check the model’s name';
  return status === 403 ? ': check the permissions of its API key' : '';
}
