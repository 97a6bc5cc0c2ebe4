import type { NumberedItem } from '../judging/define-verdicts.ts';
import { type DataBlock, show, showCalls } from '../judging/fence.ts';
import type { SampleView, ToolCallView } from '../sample.ts';

/** The calls made as items to judge, numbered as `showTask` shows them. */
export function numberCalls(toolCalls: readonly ToolCallView[]): NumberedItem[] {
  return toolCalls.map((_, i) => ({ number: i + 1, pointer: `/toolCalls/${i}` }));
}

/** What was asked, the tools on offer, each call made by its number, and the output. */
export function showTask(sample: SampleView): DataBlock[] {
  // The conversation says more than the input, where there is one.
  const asked = sample.messages ? ('messages' as const) : ('input' as const);
  return [...show(sample, [asked, 'tools']), ...showCalls(sample), ...show(sample, ['output'])];
}
