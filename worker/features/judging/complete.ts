import type { Completed, JudgeCall, NotCompleted } from '@assay/scorers/judging/judge.ts';
import { toFailure } from './call-failed.ts';
import { callModel, mostTokens } from './call-model.ts';
import type { JudgingContext } from './judging-context.ts';
import { addSpent, NOTHING_SPENT, type OnSpent } from './tally.ts';

/** Asks the model and then its fallbacks, each with a fair share of the time that is left. */
export async function complete(
  call: JudgeCall,
  context: JudgingContext,
  onSpent: OnSpent,
): Promise<Completed | NotCompleted> {
  const models = [call.model, ...call.fallback];
  const failures: NotCompleted[] = [];
  for (const [i, model] of models.entries()) {
    const leftMs = context.deadlineAtMs - context.nowMs();
    if (leftMs <= 0 || context.signal.aborted) break;
    try {
      const limitMs = leftMs / (models.length - i);
      const answer = await completeBy({ model, call, limitMs }, context, onSpent);
      return withSpentOn(failures, answer);
    } catch (cause) {
      failures.push(toFailure(model, cause));
    }
  }
  // The first model's failure says most; that of a fallback only follows from it.
  const [first, ...others] = failures;
  if (first) return withSpentOn(others, first);
  return {
    ok: false,
    code: 'judge_timeout',
    reason: 'The deadline passed before a judge could be called.',
  };
}

/** Adds what the models cost that failed. */
function withSpentOn<Result extends Completed | NotCompleted>(
  failures: readonly NotCompleted[],
  result: Result,
): Result {
  const total = [...failures, result]
    .map(({ usage = NOTHING_SPENT.usage, costUsd = 0, usageEstimated = false }) => ({
      usage,
      costUsd,
      usageEstimated,
    }))
    .reduce(addSpent);
  return { ...result, ...total };
}

interface Attempt {
  model: string;
  call: JudgeCall;
  limitMs: number;
}

async function completeBy(
  { model, call: { messages, ...call }, limitMs }: Attempt,
  context: JudgingContext,
  onSpent: OnSpent,
): Promise<Completed> {
  const texts = [...messages.map(({ content }) => content), JSON.stringify(call.schema)];
  const answer = await callModel(
    {
      model,
      limitMs,
      most: { inputTokens: mostTokens(texts), outputTokens: call.maxTokens },
      hedgeAfterMs: context.models.hedgeAfterMs,
      send: (provider, name, signal, previous) =>
        provider.complete({ ...call, messages, model: name, signal, previous }),
    },
    context,
    onSpent,
  );
  return { ok: true, ...answer, model };
}
