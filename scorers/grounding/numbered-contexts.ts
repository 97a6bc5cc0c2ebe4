import type { NumberedItem } from '../judging/define-verdicts.ts';
import { findDegenerate } from '../judging/degenerate.ts';
import type { ContextView } from '../sample.ts';

/** Whether no context holds a word, so that nothing can be found in them. */
export function saysNothing(contexts: readonly ContextView[]): boolean {
  return contexts.every(({ text }) => findDegenerate(text, []) !== undefined);
}

/** The contexts as items to judge, numbered as judges are shown them. */
export function numberContexts(contexts: readonly ContextView[]): NumberedItem[] {
  return contexts.map((context, i) => ({
    number: i + 1,
    pointer: `/contexts/${i}`,
    ...(saysNothing([context]) ? { isBlank: true } : {}),
  }));
}
