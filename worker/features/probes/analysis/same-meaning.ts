import type { ProbeMeaning, ScorerReference } from '@assay/schema/types.ts';
import { repeatedMean } from '../../../core/statistics/repeats/repeated-mean.ts';
import type { ProbeAnswer } from './answers.ts';

/**
 * Share of samples whose answers all mean the same: each passes a scorer against the first one. Answers
 * that could not be compared, because no model is configured or it failed, neither agree nor disagree:
 * their samples are left out and counted.
 *
 * @param agreement the scorer; null if there is none
 */
export function sameMeaning(
  answers: readonly ProbeAnswer[],
  agreement: ScorerReference | null,
): ProbeMeaning {
  if (agreement === null) return { ...NOT_RUN, how: UNCONFIGURED };
  const compared: number[][] = [];
  let unknown = 0;
  for (const those of Map.groupBy(answers, ({ of }) => of).values()) {
    const answered = those.filter(({ output }) => output !== null);
    if (answered.length < 2) continue;
    const others = answered.flatMap(({ meansTheSame }) => meansTheSame ?? []);
    if (others.length < answered.length - 1) unknown += 1;
    else compared.push([others.every((same) => same) ? 1 : 0]);
  }
  const name = nameOf(agreement);
  if (compared.length < 2) {
    const how = `Not run: ${name} has not compared all answers of at least two samples. Its model may have failed, or is not configured: look at the errors of the batch of its comparisons.`;
    return { ...NOT_RUN, how, samples: compared.length, unknown };
  }
  return {
    status: 'compared',
    how: `Answers mean the same if they pass ${name} against the first answer to their sample.`,
    share: repeatedMean(compared),
    samples: compared.length,
    unknown,
  };
}

const NOT_RUN = { status: 'not_run', share: null, samples: 0, unknown: 0 } as const;

const UNCONFIGURED =
  'Not run: nothing is configured that could compare meanings. Set ASSAY_EMBEDDING_MODEL, or name a scorer in `agreement`, such as `factuality` with a judge.';

/** Such as "embedding-similarity (threshold 0.8, model local/embed)". */
function nameOf(agreement: ScorerReference): string {
  if (typeof agreement === 'string') return agreement;
  const { scorer, threshold, params } = agreement;
  const details = [
    ...(typeof threshold === 'number' ? [`threshold ${threshold}`] : []),
    ...(typeof params?.model === 'string' ? [`model ${params.model}`] : []),
  ];
  return details.length === 0 ? scorer : `${scorer} (${details.join(', ')})`;
}
