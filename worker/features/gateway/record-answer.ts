import type { JsonObject } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import { DEFAULT_POLICY } from '../scoring/plan.ts';
import { scoreSamples } from '../scoring/score-samples.ts';
import type { Run } from './run.ts';

/** An answer that is at its end. */
export interface EndedAnswer {
  /** What goes out after all steps. */
  sent: JsonObject;
  /** Whether it ended early. */
  isCut: boolean;
}

/**
 * Stores each choice of an answer as a sample with a verdict that has no scores, unless a judge gave it one.
 * They are in the queue, or in the database, before the caller has the end of the answer. An answer that
 * cannot be stored goes out all the same, and says so.
 */
export async function recordAnswer(run: Run, { sent, isCut }: EndedAnswer): Promise<void> {
  const { exchange, plan, reporter, sampler, needs } = run;
  if (exchange.isTrial) return;
  if (exchange.endpoint === 'embeddings' || reporter.report().verdictId !== null) return;
  const { store = 'queued', tags, ...kept } = exchange.storing;
  if (store === 'none') return;
  const choices = sampler.samplesOf(sent);
  const request = {
    samples: choices.map(({ sample }) => sample),
    ...{ ...kept, store, metadata: exchange.metadata },
    tags: ['gateway', ...(isCut ? ['incomplete'] : []), ...tags],
  };
  try {
    const scoring = { scorers: [], policy: DEFAULT_POLICY, suite: null, pipeline: plan.pipeline };
    const verdicts = await scoreSamples(request, scoring, exchange.context, needs);
    const [first, ...others] = verdicts;
    if (first === undefined || first.stored === 'none') return;
    reporter.recorded(first.id);
    if (others.length === 0) return;
    const named = verdicts.map(({ id }, i) => ({ index: choices[i]?.index ?? i, verdictId: id }));
    reporter.noted('store', { status: 'stored', choices: named });
  } catch (cause) {
    const code = cause instanceof ApiProblem ? cause.code : 'internal';
    const { requestId } = exchange.context;
    needs.log({ level: 'error', event: 'answer_not_stored', requestId, code });
    reporter.noted('store', { status: 'failed', code });
  }
}
