import * as z from 'zod';
import { type Failed, failed } from '../outcome.ts';

/** The field of an answer by which it names a context. */
export const contextNumber = z.int().min(1).describe('number of the context');

/**
 * What a judge said of each context, in their order.
 *
 * @returns a failure when it left one out, named one twice, or named one that is not there
 */
export function matchContexts<Remark extends { context: number }>(
  remarks: readonly Remark[],
  contexts: readonly { number: number }[],
): Remark[] | Failed {
  const asked = new Set(contexts.map(({ number }) => number));
  const unknown = remarks.find(({ context }) => !asked.has(context));
  if (unknown) return invalid(`spoke of a context ${unknown.context} that it was not asked about`);
  const byNumber = Map.groupBy(remarks, ({ context }) => context);
  const sorted: Remark[] = [];
  for (const { number } of contexts) {
    const [remark, another] = byNumber.get(number) ?? [];
    if (!remark) return invalid(`left out context ${number}`);
    if (another) return invalid(`spoke twice of context ${number}`);
    sorted.push(remark);
  }
  return sorted;
}

function invalid(what: string): Failed {
  return failed('judge_output_invalid', `The judge ${what}.`);
}
