import type { LabelValue, Question } from '@assay/schema/types.ts';

const PREFERENCES = ['first', 'second', 'tie'];

/** Why a value is no answer to a question; undefined if it is one. */
export function answerFault(
  { kind, levels = [], categories = [] }: Pick<Question, 'kind' | 'levels' | 'categories'>,
  value: LabelValue,
): string | undefined {
  switch (kind) {
    case 'pass-fail':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'levels':
      return typeof value === 'number' && levels[value - 1] !== undefined
        ? undefined
        : `must be the number of a level, from 1 to ${levels.length}`;
    case 'categories': {
      const names = categories.map(({ name }) => name);
      return names.some((name) => name === value)
        ? undefined
        : `must be one of the categories: ${names.join(', ')}`;
    }
    case 'pairwise':
      return PREFERENCES.some((name) => name === value)
        ? undefined
        : 'must be "first", "second" or "tie"';
    case 'text':
      return typeof value === 'string' && value.trim() !== ''
        ? undefined
        : 'must be a text that is not blank';
  }
}
