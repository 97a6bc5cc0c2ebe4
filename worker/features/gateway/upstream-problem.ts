import { ApiProblem } from '../../core/problem.ts';
import { ModelError, UpstreamError } from '../../models/provider.ts';
import { RelayedError } from './relayed-error.ts';

/** Why a call failed, as the caller gets it. */
export type CallError = ApiProblem | RelayedError;

/**
 * The error of a call of a model. A provider that rejects the deployment's own key says nothing of the
 * caller's: that is no 401 of the gateway.
 *
 * @param provider name of the provider
 */
export function toCallError(cause: unknown, provider: string): CallError {
  if (cause instanceof ApiProblem || cause instanceof RelayedError) return cause;
  if (cause instanceof UpstreamError) {
    const { fault } = cause;
    const { status, message } = fault;
    if (status === 401 || status === 403 || status < 400) {
      return new ApiProblem('provider_rejected', {
        detail: `${provider} answered ${status}: “${message}” ${'Check the address and the API key of the provider.'}`,
      });
    }
    return new RelayedError({ ...fault, status: status > 504 ? 502 : status });
  }
  if (cause instanceof ModelError) {
    if (cause.code === 'judge_timeout') return new ApiProblem('provider_timeout');
    if (cause.code === 'judge_unknown_model')
      return new ApiProblem('model_not_found', { detail: cause.message });
    if (cause.code === 'judge_rejected')
      return new ApiProblem('provider_rejected', { detail: cause.message });
    return new ApiProblem('provider_unavailable', { detail: cause.message });
  }
  return new ApiProblem('provider_unavailable', { cause });
}

/** Its code and status for the report. */
export function attemptOf(error: CallError): { status: number | null; code: string } {
  if (error instanceof ApiProblem) return { status: null, code: error.code };
  const { status, code, type } = error.fault;
  return { status, code: code ?? type ?? `http_${status}` };
}
