import { ON_ERROR } from '@assay/schema/guard-on-error.ts';
import { DIALECTS } from '@assay/schema/guard-stream/dialects.ts';
import { dialectOfFrames } from '@assay/schema/guard-stream/frame.ts';
import {
  createStreamGuard,
  type StreamCheck,
  type StreamGuard,
} from '@assay/schema/guard-stream/stream-guard.ts';
import type { GuardStreamQuery } from '@assay/schema/guard-stream-query.ts';
import type { GuardPolicyContent, GuardRequest, ProblemField } from '@assay/schema/types.ts';
import { InvalidScorers } from '@assay/scorers/resolve.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { RequestContext } from '../scoring/request-context.ts';
import { type GuardNeeds, guard } from './guard.ts';
import { planGuard } from './plan-guard.ts';

/** A stream, and what its guard knows beside it. */
export interface GuardStreamSettings extends Omit<GuardStreamQuery, 'policy'> {
  policy?: string | GuardPolicyContent | undefined;
  /** What was asked for, which rules can see beside each text. */
  about?: Pick<GuardRequest, 'messages' | 'contexts' | 'redact'>;
  /** Tokens of earlier calls. */
  tokens?: Readonly<Record<string, string>>;
}

/**
 * A guard over a stream, by the policy of its query.
 *
 * @param describe says why a check failed
 * @throws ApiProblem `unknown_policy`, or `invalid_request` for a mode in which the policy cannot do
 *   what it says
 */
export async function guardStream(
  query: GuardStreamSettings,
  context: RequestContext,
  needs: GuardNeeds,
  describe: (cause: unknown) => string,
): Promise<StreamGuard> {
  const { policy, stage, mode, dialect, holdBack, store, about, tokens } = query;
  const common = policy === undefined ? {} : { policy };
  await planStages(query, common, context.principal.projectId, needs);
  return createStreamGuard({
    mode,
    holdBack,
    stage,
    onError: query.onError ?? ON_ERROR[stage],
    dialect: dialectOfFrames(dialect && DIALECTS[dialect]),
    tokens,
    async check(asked: StreamCheck) {
      const isStored = store !== undefined && asked.streamed !== 'part';
      const request: GuardRequest = {
        ...about,
        ...asked,
        ...common,
        ...(isStored ? { store } : {}),
      };
      try {
        return await guard(request, context, needs);
      } catch (cause) {
        throw new Error(describe(cause));
      }
    },
  });
}

/** Settles the policy before anything is sent, at each stage that the stream can need. */
async function planStages(
  { stage, mode }: GuardStreamSettings,
  common: Pick<GuardRequest, 'policy'>,
  projectId: string,
  needs: GuardNeeds,
): Promise<void> {
  const observed = mode === 'observe' ? ({ streamed: 'observed' } as const) : {};
  try {
    for (const at of new Set([stage, 'tool-call' as const])) {
      await planGuard({ stage: at, text: '', ...common, ...observed }, projectId, needs);
    }
  } catch (cause) {
    if (cause instanceof InvalidScorers) {
      throw new ApiProblem(cause.code, { errors: inQuery(cause.errors) });
    }
    if (!(cause instanceof ApiProblem) || cause.errors === undefined) throw cause;
    throw new ApiProblem(cause.code, { detail: cause.detail, errors: inQuery(cause.errors) });
  }
}

function inQuery(errors: readonly ProblemField[]): ProblemField[] {
  return errors.map(({ pointer, message }) =>
    pointer === '/streamed'
      ? { pointer: '?mode', message: message.replaceAll('`observed`', '`observe`') }
      : { pointer: '?policy', message },
  );
}
