import * as z from 'zod';
import { ask } from '../judging/ask.ts';
import type { DataBlock } from '../judging/fence.ts';
import type { Judge, NotCompleted } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';

/** An output on which a judge and people differ. */
export interface Disagreement {
  output: string;
  /** Whether people pass it; the judge says the opposite. */
  isGood: boolean;
  /** The reason of the judge. */
  reason: string;
}

const prompt = definePrompt({
  version: 1,
  instructions: `A judge decides whether an output meets a criterion. On some outputs people decided otherwise. Rewrite the criterion, so that a judge who follows it decides as these people do, also on other outputs of the kind.

The criterion now:
{{criterion}}

The blocks "output 1" and so on are outputs on which judge and people differ; the blocks "judge 1" and so on are what the judge wrote of them. People decided:
{{decisions}}

1. In "reasoning", say what people look at that the criterion does not name, or names wrongly.
2. In "criterion", write the new criterion: one short paragraph that names what is seen in an output that meets it, and what is seen in one that does not. Do not mention these outputs, the judge or the people. Keep what the criterion says rightly.`,
});

const Answer = z.object({
  reasoning: z.string().describe('what people look at'),
  criterion: z.string().describe('the new criterion'),
});

const MOST_CHARACTERS = 4_000;
const SHOWN_CHARACTERS = 2_000;
const OUTPUT_TOKENS = 4_096;

/**
 * Asks a model for a criterion by which it would have decided as people did. What it writes may have
 * been steered by the outputs it was shown: use it only where it was measured and a person has read it.
 *
 * @returns the new criterion, or why there is none
 */
export async function proposeCriterion(
  criterion: string,
  disagreements: readonly Disagreement[],
  judge: Judge,
  model: string,
): Promise<string | NotCompleted> {
  const blocks = disagreements.flatMap(({ output, reason }, i): DataBlock[] => [
    { name: `output ${i + 1}`, text: output.slice(0, SHOWN_CHARACTERS) },
    { name: `judge ${i + 1}`, text: reason },
  ]);
  const decisions = disagreements.map(
    ({ isGood }, i) => `output ${i + 1}: ${isGood ? 'meets it' : 'does not meet it'}`,
  );
  const instructions = fillPrompt(prompt, { criterion, decisions: decisions.join('\n') });
  const answered = await ask(
    { instructions, blocks },
    Answer,
    {
      ...{
        model,
        fallback: [],
        temperature: 0,
        seed: null,
        logprobs: false,
        cache: 'use',
        vote: 0,
      },
      ...{ maxTokens: OUTPUT_TOKENS, mostTokens: OUTPUT_TOKENS },
    },
    judge,
    {
      given: blocks,
      check: (answer) => (textOf(answer) === '' ? LACKING : undefined),
    },
  );
  return answered.ok ? textOf(answered.answer) : answered;
}

const LACKING = { problem: '"criterion" is empty.', count: Infinity };

function textOf({ criterion }: { criterion?: unknown }): string {
  return typeof criterion === 'string' ? criterion.trim().slice(0, MOST_CHARACTERS) : '';
}
