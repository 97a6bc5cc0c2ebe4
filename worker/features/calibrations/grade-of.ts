import type { LabelValue, Question } from '@assay/schema/types.ts';

const PAIRWISE: Readonly<Record<string, number>> = { first: 1, tie: 0.5, second: 0 };

/**
 * What an answer is worth, from 0 to 1.
 *
 * @param question null for answers to a question that was never declared: booleans, and grades from 0 to 1
 * @returns undefined for an answer that is worth nothing by the question, such as a free text
 */
export function gradeOf(value: LabelValue, question: Question | null): number | undefined {
  if (typeof value === 'boolean') return Number(value);
  if (question === null) return typeof value === 'number' && isShare(value) ? value : undefined;
  switch (question.kind) {
    case 'levels':
      return typeof value === 'number' ? question.levels?.[value - 1]?.value : undefined;
    case 'categories':
      return question.categories?.find(({ name }) => name === value)?.value;
    case 'pairwise':
      return typeof value === 'string' ? PAIRWISE[value] : undefined;
    default:
      return undefined;
  }
}

function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}
