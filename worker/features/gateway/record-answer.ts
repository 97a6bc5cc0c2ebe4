import type { JsonObject, Sample } from '@assay/schema/types.ts';
import { objectsIn } from '../../core/json-object.ts';
import { ApiProblem } from '../../core/problem.ts';
import { DEFAULT_POLICY } from '../scoring/plan.ts';
import { scoreSamples } from '../scoring/score-samples.ts';
import { saidIn } from './openai/answer-texts.ts';
import { hideOriginals, sampleOf } from './openai/sample-of.ts';
import type { Run } from './run.ts';

/** An answer that is at its end. */
export interface EndedAnswer {
  /** What the model said; undefined if none was asked. */
  given: JsonObject | undefined;
  /** What goes out after all steps. */
  sent: JsonObject;
  /** Whether it ended early. */
  isCut: boolean;
}

/**
 * Stores an answer as a sample with a verdict that has no scores, unless a judge gave it one. It is in the
 * queue, or in the database, before the caller has the end of the answer. An answer that cannot be stored
 * goes out all the same, and says so.
 */
export async function recordAnswer(run: Run, ended: EndedAnswer): Promise<void> {
  const { exchange, plan, reporter, needs } = run;
  if (exchange.endpoint === 'embeddings' || reporter.report().verdictId !== null) return;
  const { name, version, fingerprint } = plan.pipeline ?? {};
  const pipeline = name && version && fingerprint ? { name, version, fingerprint } : undefined;
  const request = {
    sample: toSample(run, ended),
    store: 'queued' as const,
    tags: ['gateway', ...(ended.isCut ? ['incomplete'] : [])],
    metadata: exchange.metadata,
  };
  try {
    const scoring = { scorers: [], policy: DEFAULT_POLICY, suite: null, pipeline };
    const [verdict] = await scoreSamples(request, scoring, exchange.context, needs);
    if (verdict && verdict.stored !== 'none') reporter.recorded(verdict.id);
  } catch (cause) {
    const code = cause instanceof ApiProblem ? cause.code : 'internal';
    const { requestId } = exchange.context;
    needs.log({ level: 'error', event: 'answer_not_stored', requestId, code });
    reporter.noted('store', { status: 'failed', code });
  }
}

function toSample({ exchange, reporter, needs, startedAtMs }: Run, ended: EndedAnswer): Sample {
  const { given, sent, isCut } = ended;
  const { usage, costUsd } = reporter.report();
  const finish = objectsIn(sent.choices)[0]?.finish_reason ?? sent.status;
  const said = given && hideOriginals(saidIn(exchange.endpoint, given), exchange);
  const sample = sampleOf(exchange, sent);
  return {
    ...sample,
    // What steps changed is not what goes out.
    ...(said === undefined || said === sample.output ? {} : { metadata: { modelOutput: said } }),
    generation: {
      usage,
      latencyMs: needs.nowMs() - startedAtMs,
      ...(costUsd === null ? {} : { costUsd }),
      ...(isCut || typeof finish !== 'string' ? {} : { finishReason: finish }),
    },
  };
}
