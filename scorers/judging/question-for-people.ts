import type { QuestionVersionInput } from '@assay/schema/types.ts';
import type { Question } from './messages.ts';

/** What a judge of levels is asked, for people: pass or fail where there are only 0 and 1. */
export function askPeopleByLevels(
  criterion: string,
  levels: readonly { value: number; anchor: string }[],
): QuestionVersionInput {
  const [worst, best, ...others] = levels;
  if (worst?.value === 0 && best?.value === 1 && others.length === 0) {
    return {
      kind: 'pass-fail',
      text: criterion,
      guidelines: `- Fail: ${worst.anchor}\n- Pass: ${best.anchor}`,
    };
  }
  return {
    kind: 'levels',
    text: criterion,
    levels: levels.map(({ value, anchor }) => ({ value, anchor })),
  };
}

/**
 * What a judge is asked, for people, where the scorer counts or compares: whether the sample passes,
 * with the judge's own instructions as guidelines.
 *
 * @param summary what the scorer measures
 */
export function askPeopleToPass(
  summary: string,
  questions: readonly Pick<Question, 'instructions'>[],
): QuestionVersionInput {
  const told = [...new Set(questions.map(({ instructions }) => instructions))];
  return {
    kind: 'pass-fail',
    text: `Does the output pass? It is judged by this measure: ${summary}`,
    guidelines: `The judge is told:\n\n${told.join('\n\n')}`,
  };
}
