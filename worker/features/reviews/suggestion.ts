import type {
  LabelValue,
  Question,
  ScoredScore,
  Suggestion,
  Verdict,
} from '@assay/schema/types.ts';

/**
 * What a judge said of a sample, in the form of an answer to a question.
 *
 * @param name of the score
 */
export function suggestionOf(
  verdict: Verdict | null,
  question: Question,
  name: string | null,
): Suggestion | null {
  const score = verdict?.scores.find((each) => each.name === name);
  if (score === undefined) return null;
  return {
    scorer: score.name,
    value: score.status === 'scored' ? answerOf(score, question) : null,
    reason: score.reason,
    evidence: score.evidence,
  };
}

function answerOf(
  { value, passed }: ScoredScore,
  { kind, levels = [], categories = [] }: Question,
): LabelValue | null {
  switch (kind) {
    case 'pass-fail':
      return passed;
    case 'levels':
      return nearest(levels, value) + 1;
    case 'categories':
      return categories[nearest(categories, value)]?.name ?? null;
    case 'pairwise':
      return value === 0.5 ? 'tie' : value > 0.5 ? 'first' : 'second';
    case 'text':
      return null;
  }
}

/** The place of what is worth nearest to a value; -1 if nothing has a worth. */
function nearest(choices: readonly { value?: number }[], value: number): number {
  const distances = choices.map((each) =>
    each.value === undefined ? Number.POSITIVE_INFINITY : Math.abs(each.value - value),
  );
  const least = Math.min(...distances);
  return Number.isFinite(least) ? distances.indexOf(least) : -1;
}
