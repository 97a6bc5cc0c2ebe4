import type { Context, Sample } from '@assay/schema/types.ts';
import { answerWords } from './text/question.ts';

export type GivenContext = string | Context;

/** The text of a passage. */
export function textOf(context: GivenContext): string {
  return typeof context === 'string' ? context : context.text;
}

/** Whether a passage says something of the answer: it holds a text of `expected`. */
export function holdsAnswer(text: string, sample: Sample): boolean {
  const folded = text.toLowerCase();
  return answerWords(sample)
    .filter((word) => word.length > 1)
    .some((word) => folded.includes(word.toLowerCase()));
}

/**
 * The passage that a sample cannot be answered without: the only one, or the only one that holds the
 * expected answer.
 *
 * @returns its position, or why it is not known
 */
export function neededContext(sample: Sample): number | { unknown: string } {
  const { contexts = [] } = sample;
  if (contexts.length === 0) return { unknown: 'the sample has no contexts' };
  if (contexts.length === 1) return 0;
  const { expected } = sample;
  const answer = typeof expected === 'string' ? expected.trim().toLowerCase() : '';
  if (answer === '') return { unknown: 'no text in `expected` says which context is needed' };
  const holding = contexts.flatMap((context, i) =>
    textOf(context).toLowerCase().includes(answer) ? [i] : [],
  );
  const [only] = holding;
  if (only !== undefined && holding.length === 1) return only;
  return {
    unknown: `${holding.length === 0 ? 'no context holds' : `${holding.length} contexts hold`} the expected answer`,
  };
}
