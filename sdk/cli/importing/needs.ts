import type { ImportedCase, RemarkList, WantedScorer } from './case.ts';

/** Scorers that read what is known of how an output came about, and the field each reads. */
const READS = {
  latency: 'latencyMs',
  cost: 'costUsd',
  perplexity: 'logprobs',
  'finish-reason': 'finishReason',
} as const;

/** Tells which samples lack what their scorers read, and would only give errors. */
export function tellNeeds(cases: readonly ImportedCase[], remarks: RemarkList): void {
  for (const { place, sample, scorers } of cases) {
    const used = new Set(scorers.flatMap(idsOf));
    for (const [scorer, field] of Object.entries(READS)) {
      const { generation } = sample;
      const isThere = generation !== undefined && field in generation;
      if (!used.has(scorer) || isThere) continue;
      const why = `It needs \`generation.${field}\` in the sample, in addition to the output.`;
      remarks.addOnce({ kind: 'note', place, what: scorer, why });
    }
  }
}

function idsOf({ settings, inner = [] }: WantedScorer): string[] {
  return [settings.scorer, ...inner.flatMap(idsOf)];
}
