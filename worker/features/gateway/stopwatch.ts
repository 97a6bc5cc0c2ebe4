import type { Generation } from '@assay/schema/types.ts';
import type { Meter } from './meter.ts';

/** Measures what an answer takes from now on: time, tokens and cost. @returns what it took so far */
export function stopwatch(
  meter: Pick<Meter, 'generated'>,
  { nowMs }: { nowMs(): number },
): () => Generation {
  const startedAtMs = nowMs();
  const before = meter.generated();
  return () => {
    const { usage, costUsd } = meter.generated();
    const inputTokens = usage.inputTokens - before.usage.inputTokens;
    const outputTokens = usage.outputTokens - before.usage.outputTokens;
    return {
      usage: { inputTokens, outputTokens },
      latencyMs: nowMs() - startedAtMs,
      ...(costUsd === null ? {} : { costUsd: costUsd - (before.costUsd ?? 0) }),
    };
  };
}
