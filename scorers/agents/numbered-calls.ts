import type { NumberedItem } from '../judging/define-verdicts.ts';
import { type DataBlock, show, showCalls } from '../judging/fence.ts';
import { askedIn } from '../judging/quotable.ts';
import { type Failed, failed } from '../outcome.ts';
import type { SampleView, ToolCallView } from '../sample.ts';

/** The calls made as items to judge, numbered as `showTask` shows them. */
export function numberCalls(toolCalls: readonly ToolCallView[]): NumberedItem[] {
  return toolCalls.map((_, i) => ({ number: i + 1, pointer: `/toolCalls/${i}` }));
}

/** What was asked, the tools on offer, each call made by its number, and the output. */
export function showTask(sample: SampleView): DataBlock[] {
  const asked = show(sample, [...askedIn(sample), 'tools']);
  return [...asked, ...showCalls(sample), ...show(sample, ['output'])];
}

/** The failure of a sample that does not say what the calls were for. */
export function failWithoutTask({ input, messages }: SampleView): Failed | undefined {
  if (input !== undefined || messages !== undefined) return undefined;
  return failed('sample_field_missing', 'The sample has no task. Add `input` or `messages`.');
}

/** The failure of a sample in which nothing was said and nothing called. */
export function failWithoutDeeds({ output, toolCalls = [] }: SampleView): Failed | undefined {
  if (output !== undefined || toolCalls.length > 0) return undefined;
  return failed(
    'sample_field_missing',
    'The sample has no actions to judge. Add `output`, `toolCalls` or `messages`.',
  );
}
