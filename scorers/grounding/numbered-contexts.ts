import type { NumberedItem } from '../judging/define-verdicts.ts';
import type { ContextView } from '../sample.ts';

/** The contexts as items to judge, numbered as judges are shown them. */
export function numberContexts(contexts: readonly ContextView[]): NumberedItem[] {
  return contexts.map((_, i) => ({ number: i + 1, pointer: `/contexts/${i}` }));
}
