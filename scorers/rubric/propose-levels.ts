import * as z from 'zod';
import { ask } from '../judging/ask.ts';
import type { DataBlock } from '../judging/fence.ts';
import type { Judge, NotCompleted } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { writingSettings } from './writing-settings.ts';

/** An output of which people said whether it is good as a whole. */
export interface JudgedWhole {
  output: string;
  isGood: boolean;
}

const prompt = definePrompt({
  version: 1,
  instructions: `People decided whether outputs are good as a whole. Say how each of them does by each of these criteria, so that it fits what people decided.

Criteria:
{{criteria}}

There are {{levels}} levels, the same for every criterion: 1 is the worst, {{levels}} the best.

The blocks "output 1" and so on are the outputs. People decided:
{{decisions}}

Give one entry in "outputs" for each output, in this order:
1. In "reasoning", say by which criteria it is good or bad.
2. In "levels", give the number of a level for each criterion, in the order of the criteria.`,
});

/**
 * Asks a model how outputs do by each of several criteria, of which a label says only whether they are
 * good as a whole. What it says is a guess: the caller keeps what fits the label, and measures it.
 *
 * @param outputs at least one
 * @param count of levels, from 2
 * @returns for each output the number of a level for each criterion, or why there are none
 */
export async function proposeLevels(
  { criteria, count }: { criteria: readonly string[]; count: number },
  outputs: readonly JudgedWhole[],
  judge: Judge,
  model: string,
): Promise<number[][] | NotCompleted> {
  const entry = z.object({
    reasoning: z.string().describe('what you see'),
    levels: z
      .array(z.int().min(1).max(count))
      .length(criteria.length)
      .describe('one for each criterion'),
  });
  const Answer = z.object({
    outputs: z.array(entry).length(outputs.length).describe('one for each output'),
  });
  const blocks = outputs.map(
    ({ output }, i): DataBlock => ({ name: `output ${i + 1}`, text: output }),
  );
  const instructions = fillPrompt(prompt, {
    criteria: criteria.map((text, i) => `${i + 1}. ${text}`).join('\n'),
    levels: String(count),
    decisions: outputs
      .map(({ isGood }, i) => `output ${i + 1}: ${isGood ? 'is good' : 'is not good'}`)
      .join('\n'),
  });
  const answered = await ask({ instructions, blocks }, Answer, writingSettings(model), judge, {
    given: blocks,
    check: () => undefined,
  });
  return answered.ok ? Answer.parse(answered.answer).outputs.map(({ levels }) => levels) : answered;
}
